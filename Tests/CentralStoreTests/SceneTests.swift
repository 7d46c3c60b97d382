// What goes wrong between a site and the centre, against a real PostgreSQL with TLS, client certificates and row-level
// security.
import Assay
import CasebookFixtures
import Central
import Foundation
import Journal
import Postgres
import Shipping
import Synchronization
import TestSupport
import Testing

@testable import CentralStore

@Suite(
    "A site and the centre", .serialized,
    .enabled(if: PostgresServer.present, "\(PostgresServer.absence)"))
struct SceneTests {
    private let server: PostgresServer
    private let owner: PostgresConnection

    init() throws {
        server = try PostgresServer()
        #expect(try CentralStore.prepare(server.owner) == [StoreSchema.current])
        owner = try PostgresConnection(server.owner, application: "test")
    }

    private func admit(_ site: String) throws -> String {
        try owner.run(#require(StoreRoles.admission(of: site)))
        return try server.site(site)
    }

    /// A journal of so many runs; equal ones for equal arguments.
    private func journal(runs: Int, copies: Double = 1000) throws -> Scratch {
        let scratch = try Scratch()
        let journal = try scratch.open()
        for index in 0..<runs {
            let samples = (0..<4).map { (patient: "P0\($0 + 1)", day: 10 + index, copies: copies * Double($0 + 1)) }
            try journal.take(
                run(id: "run-\(index)", samples), file("\(index).lc96p", content: "\(index)-\(copies)"),
                at: noon.addingTimeInterval(Double(index)))
        }
        return scratch
    }

    private func visit(_ scratch: Scratch, _ site: String, _ connection: String) throws -> VisitOutcome {
        try StoreVisit(
            site: site, connection: connection, journal: try scratch.open(readOnly: true), program: "test"
        ).make()
    }

    private func centre() throws -> CentralStore { try CentralStore(server.centre) }

    private func isForked(_ outcome: VisitOutcome) -> Bool {
        if case .forked = outcome { true } else { false }
    }

    /// SQLSTATE of what the store answers.
    private func refusal(_ store: PostgresConnection, _ sql: String) -> String? {
        do {
            try store.run(sql)
            return nil
        } catch { return error.state ?? "" }
    }

    @Test("a server that takes the question and never answers is given up, and what it says later answers nothing")
    func silence() throws {
        let store = try PostgresConnection(server.owner, application: "silent", answerMax: .seconds(1))
        let process = try #require(store.execute("SELECT pg_backend_pid()").number(0, 0).map(pid_t.init))
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        let start = ContinuousClock.now
        let fault = try #require(throws: PostgresFault.self) { try store.execute("SELECT 1") }
        #expect(fault.sentence == "the server took what it was asked and did not answer within 1 s")
        #expect(fault.isTransient)
        kill(process, SIGCONT)
        #expect(throws: fault) { try store.execute("SELECT 2") }
        #expect(throws: fault) { try store.transaction { 3 } }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test("a pipeline whose server falls silent ends, however many answers are owed")
    func silentPipeline() throws {
        let store = try PostgresConnection(server.owner, application: "silent", answerMax: .seconds(1))
        let process = try #require(store.execute("SELECT pg_backend_pid()").number(0, 0).map(pid_t.init))
        var sent = 0
        defer { kill(process, SIGCONT) }
        let start = ContinuousClock.now
        #expect(throws: PostgresFault.self) {
            try store.pipeline(
                next: {
                    if sent == 2 { kill(process, SIGSTOP) }
                    sent += 1
                    return .init(
                        "SELECT $1::text", PostgresParameters([String(repeating: "x", count: 100_000)]), repeats: true)
                }, done: { _ in })
        }
        #expect(sent >= 2 && sent <= 2 + 2 * PostgresConnection.windowMax)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test("A journal is shipped once, however often it is shipped, and proved")
    func shipping() throws {
        let place = try admit("north")
        let (short, long) = (try journal(runs: 12), try journal(runs: 30))
        let heads = (try short.open(readOnly: true).head().sequence, try long.open(readOnly: true).head().sequence)
        #expect(try visit(short, "north", place) == .shipped(records: heads.0))
        #expect(try visit(short, "north", place) == .shipped(records: 0))
        // Days offline.
        #expect(try visit(long, "north", place) == .shipped(records: heads.1 - heads.0))
        let proof = try centre().verify()
        #expect(proof.map(\.verified) == [heads.1] && proof[0].fault == nil && proof[0].unread == nil)
        #expect(try centre().verify().map(\.records) == [0])
        #expect(try centre().verify(anew: true).map(\.records) == [heads.1])
        let fleet = try centre().fleet(at: noon)
        #expect(fleet.sites.map(\.missing) == [0] && fleet.sites[0].runsThisWeek == 30)
    }

    @Test("A store that was vacuumed while it was empty looks for the record before by its key, however many come")
    func byKey() throws {
        let place = try admit("north")
        try owner.run("VACUUM ANALYZE record")
        let scratch = try journal(runs: 20)
        let records = try scratch.open(readOnly: true).head().sequence
        #expect(try visit(scratch, "north", place) == .shipped(records: records))
        func counted(_ what: String) -> Int64 {
            (try? owner.run("SELECT \(what) FROM pg_stat_user_tables WHERE relname = 'record'").number(0, 0)) ?? -1
        }
        // The server counts when the visit's connection has ended.
        for _ in 0..<400 where counted("n_tup_ins") != records { Thread.sleep(forTimeInterval: 0.05) }
        #expect(counted("n_tup_ins") == records)
        #expect(counted("seq_scan") < 10 && counted("idx_scan") >= records - 1)
    }

    @Test("A journal that was rewritten, cut off or restored from an old copy is not shipped")
    func forks() throws {
        let place = try admit("north")
        #expect(!isForked(try visit(try journal(runs: 6), "north", place)))
        let held = try owner.run("SELECT count(*) FROM record").number(0, 0)
        #expect(isForked(try visit(try journal(runs: 8, copies: 1001), "north", place)))
        #expect(isForked(try visit(try journal(runs: 2), "north", place)))
        #expect(try owner.run("SELECT count(*) FROM record").number(0, 0) == held)
        // The centre sees it too.
        #expect(try centre().fleet(at: Date()).sites[0].stopped?.contains("Nothing more is shipped") == true)
        // The right one goes on.
        #expect(!isForked(try visit(try journal(runs: 7), "north", place)))
    }

    @Test("A store that was restored from last week's backup is filled again")
    func restored() throws {
        let place = try admit("north")
        let scratch = try journal(runs: 10)
        let head = try scratch.open(readOnly: true).head().sequence
        #expect(try visit(scratch, "north", place) == .shipped(records: head))
        // A database is copied, and put back, while nobody is in it.
        let administrator = try PostgresConnection(
            server.owner.replacing("dbname=central", with: "dbname=postgres"), application: "test")
        func alone(_ statements: String...) throws {
            try administrator.run(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'central'")
            for statement in statements { try administrator.run(statement) }
        }
        try alone("CREATE DATABASE backup TEMPLATE central")
        for index in 10..<13 {
            try scratch.open().take(
                run(id: "run-\(index)", [(patient: "P01", day: index, copies: 1000)]),
                file("\(index).lc96p", content: "\(index)"), at: noon.addingTimeInterval(Double(index)))
        }
        let newest = try scratch.open(readOnly: true).head().sequence
        #expect(newest > head)
        #expect(try visit(scratch, "north", place) == .shipped(records: newest - head))
        #expect(try centre().verify().map(\.verified) == [newest])
        try alone("DROP DATABASE central", "ALTER DATABASE backup RENAME TO central")
        #expect(try visit(scratch, "north", place) == .shipped(records: newest - head))
        #expect(try centre().verify().map(\.verified) == [newest])
    }

    @Test("Two shippers of one site at once add nothing twice")
    func twice() throws {
        let place = try admit("north")
        let scratch = try journal(runs: 40)
        let head = try scratch.open(readOnly: true).head().sequence
        let outcomes = Outcomes()
        let path = scratch.path
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            outcomes.add {
                try StoreVisit(
                    site: "north", connection: place, journal: try Journal(path: path, readOnly: true), program: "test"
                ).make()
            }
        }
        let shipped = outcomes.all.filter { if case .shipped = $0 { true } else { false } }
        #expect(shipped.count == 2, "\(outcomes.all)")
        #expect(try owner.run("SELECT count(*) FROM record").number(0, 0) == head)
        #expect(try centre().verify().map(\.verified) == [head])
    }

    @Test("The store refuses a gap, a fork and another site's rows; a forged record is named by the proof")
    func forgery() throws {
        let place = try admit("north")
        _ = try admit("south")
        let scratch = try journal(runs: 5)
        _ = try visit(scratch, "north", place)
        let head = try scratch.open(readOnly: true).head()
        let store = try PostgresConnection(place, application: "test")
        func insert(_ site: String, _ sequence: Int64, previous: String) -> String {
            """
            INSERT INTO record (site, sequence, after, time, kind, previous, digest, body) VALUES ('\(site)', \(sequence),
                \(sequence > 1 ? "\(sequence - 1)" : "NULL"), 't', 'result', '\(previous)', repeat('a', 64), '{}')
            """
        }
        #expect(refusal(store, insert("north", head.sequence + 2, previous: head.digest)) == "23503")
        #expect(
            refusal(store, insert("north", head.sequence + 1, previous: String(repeating: "b", count: 64))) == "23503")
        #expect(refusal(store, insert("north", 3, previous: head.digest)) == "23505")
        #expect(refusal(store, insert("south", 1, previous: Record.chainStart)) == "42501")
        // The right link and the wrong content: the program is in the thief's hand.
        #expect(refusal(store, insert("north", head.sequence + 1, previous: head.digest)) == nil)
        let proof = try centre().verify()[0]
        #expect(proof.bad == head.sequence + 1 && proof.fault != nil && proof.verified == head.sequence)
        #expect(try centre().fleet(at: Date()).sites[0].bad == head.sequence + 1)
    }

    @Test("What is sent again changes nothing, whatever it holds")
    func replay() throws {
        let place = try admit("north")
        let scratch = try journal(runs: 12)
        _ = try visit(scratch, "north", place)
        let journal = try scratch.open(readOnly: true)
        let records = try journal.records(after: .start, atMost: 40, bytesMax: 1 << 20).records
        let store = try PostgresConnection(place, application: "test")
        func send(_ change: (String) -> String) throws -> Int {
            var values = PostgresParameters()
            for record in records {
                values.append("north")
                values.append(record.sequence)
                values.append(record.sequence > 1 ? record.sequence - 1 : nil)
                values.append(record.time)
                values.append(record.kind)
                values.append(record.about)
                values.append(record.previous)
                values.append(record.digest)
                values.append(change(record.body))
            }
            var step: PostgresConnection.Step? = .init(
                SiteStatements.insert(records.count), values, repeats: false)
            var added = -1
            try store.pipeline {
                defer { step = nil }
                return step
            } done: {
                added = $0
            }
            return added
        }
        #expect(try send { $0 } == 0)
        #expect(try send { $0 + " " } == 0)
        #expect(try centre().verify(anew: true).map(\.fault) == [nil])
    }

    @Test("A record that was changed at the centre after its proof is shown no more")
    func changed() throws {
        let place = try admit("north")
        _ = try visit(try journal(runs: 5), "north", place)
        _ = try centre().verify()
        let code = SiteCode(site: "north", patient: "P02")
        #expect(try centre().results(of: [code])[0].results.count == 5)
        try owner.run(
            """
            UPDATE record SET body = replace(body, '2000', '2001') WHERE kind = 'result' AND body LIKE '%"patient":"P02"%'
                AND sequence = (SELECT min(sequence) FROM record WHERE kind = 'result' AND body LIKE '%"patient":"P02"%')
            """)
        let now = try centre().results(of: [code])[0]
        #expect(now.results.count == 4 && !now.damaged.isEmpty)
        #expect(try centre().verify(anew: true)[0].bad != nil)
    }

    @Test("A page of the proof holds bytes, not only rows")
    func pages() throws {
        let place = try admit("north")
        let scratch = try journal(runs: 4)
        _ = try visit(scratch, "north", place)
        let head = try scratch.open(readOnly: true).head().sequence
        func page(_ bytes: Int) throws -> [Int64] {
            let rows = try owner.execute(SiteWalk.page, ["north", "2", "400", "\(bytes)"])
            return (0..<rows.count).compactMap { rows.number($0, 0) }
        }
        #expect(try page(1 << 30) == Array(3...head))
        // One at least, so that the walk goes on.
        #expect(try page(1) == [3])
        let long = try owner.execute(
            "SELECT octet_length(body) FROM record WHERE site = 'north' AND sequence IN (3, 4)")
        #expect(try page(Int((long.number(0, 0) ?? 0) + (long.number(1, 0) ?? 0))) == [3, 4])
        let sql = "SELECT repeat('x', \(StoreSchema.bodyBytesMax + 1))"
        let site = try PostgresConnection(place, application: "test")
        let last = try scratch.open(readOnly: true).head()
        #expect(
            refusal(
                site,
                """
                INSERT INTO record (site, sequence, after, time, kind, previous, digest, body) VALUES ('north',
                    \(last.sequence + 1), \(last.sequence), 't', 'result', '\(last.digest)', repeat('a', 64), (\(sql)))
                """) == "23514")
    }

    @Test("A site's role appends and reads its own rows, and nothing else")
    func privileges() throws {
        let place = try admit("north")
        let south = try admit("south")
        _ = try visit(try journal(runs: 3), "south", south)
        let store = try PostgresConnection(place, application: "test")
        #expect(try store.run("SELECT count(*) FROM record").number(0, 0) == 0)
        #expect(try store.run("SELECT count(*) FROM contact").number(0, 0) == 0)
        for sql in [
            "UPDATE record SET kind = 'x'", "DELETE FROM record", "TRUNCATE record", "SELECT * FROM verified",
            "SELECT * FROM subject", "INSERT INTO elsewhere VALUES ('north', 'P', 'x', 1, '{}')", "SET ROLE cq_centre",
            "CREATE TABLE t (x int)", "ALTER TABLE record DISABLE ROW LEVEL SECURITY",
            "INSERT INTO contact (site, head, digest, backlog, program) VALUES ('south', 1, 'x', 0, 'x')",
            // Who holds a site's key cannot say that it was heard of tomorrow.
            "INSERT INTO contact VALUES ('north', now() + interval '1 day', 1, 'x', 0, 'x', NULL)",
        ] {
            #expect(refusal(store, sql) == "42501", "\(sql)")
        }
        let long =
            "INSERT INTO contact (site, head, digest, backlog, program) VALUES ('north', 1, 'x', 0, repeat('x', 300))"
        #expect(refusal(store, long) == "23514")
        func first(time: String = "'t'", kind: String = "'result'", received: String = "now()") -> String {
            """
            INSERT INTO record (site, sequence, time, kind, previous, digest, body, received) VALUES ('north', 1, \(time),
                \(kind), repeat('0', 64), repeat('a', 64), '{}', \(received))
            """
        }
        #expect(refusal(store, first(time: "repeat('t', 65)")) == "23514")
        #expect(refusal(store, first(kind: "repeat('k', 65)")) == "23514")
        #expect(refusal(store, first(received: "now() + interval '1 day'")) == "42501")
        #expect(refusal(store, first()) == nil)
        for wrong in [
            try server.site("south", certificate: "north"),
            "host=127.0.0.1 port=\(server.port) dbname=central user=north sslmode=require sslcert=/nonexistent",
            "host=127.0.0.1 port=\(server.port) dbname=central user=north sslmode=disable",
        ] {
            #expect(throws: PostgresFault.self) { try PostgresConnection(wrong, application: "test") }
        }
        let unchecked = place.replacingOccurrences(of: "verify-full", with: "require")
        if case .refused = try visit(try journal(runs: 1), "north", unchecked) {} else { Issue.record("unchecked") }
    }

    @Test("A store that is killed loses nothing that it took, and is filled when it is back")
    func killed() throws {
        let place = try admit("north")
        let scratch = try journal(runs: 60)
        let head = try scratch.open(readOnly: true).head().sequence
        var acknowledged: Int64 = 0
        let outcome = try StoreVisit(
            site: "north", connection: place, journal: try scratch.open(readOnly: true), program: "test"
        ).make(progress: { done, _ in
            if acknowledged == 0 { server.kill() }
            acknowledged = max(acknowledged, done)
        })
        if case .unreachable = outcome {} else { Issue.record("\(outcome)") }
        try server.start()
        let back = try PostgresConnection(server.owner, application: "test")
        let held = try back.run("SELECT coalesce(max(sequence), 0) FROM record").number(0, 0) ?? 0
        #expect(held >= acknowledged && acknowledged > 0)
        #expect(try visit(scratch, "north", place) == .shipped(records: head - held))
        #expect(try centre().verify().map(\.verified) == [head])
    }
}

/// What threads found.
private final class Outcomes: Sendable {
    private let found = Mutex<[VisitOutcome]>([])
    var all: [VisitOutcome] { found.withLock { $0 } }
    func add(_ make: () throws -> VisitOutcome) {
        let outcome: VisitOutcome
        do { outcome = try make() } catch { outcome = .refused("\(error)") }
        found.withLock { $0.append(outcome) }
    }
}
