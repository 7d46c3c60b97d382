import Alerts
import Assay
import CasebookFixtures
import Files
import Foundation
import Rules
import Testing

@testable import Casebook
@testable import Journal

@Suite struct FilesTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    private func unreadable(
        _ content: String?, _ reason: String = "It is empty", stamp: FileStamp = stamp(), at time: Date = noon
    )
        throws -> UnreadableOutcome
    {
        try casebook.commitUnreadable(
            path: "/export/run.lc96p", stamp: stamp, sha256: content, reason: reason, context: context(), at: time)
    }

    @Test func `an unreadable file is recorded and told once`() throws {
        guard case .recorded(let committed) = try unreadable("a") else { Issue.record("not recorded"); return }
        #expect(committed.alerts.map(\.alert.finding.severity) == [.laboratory])
        #expect(committed.deliveriesOwed == 2)
        #expect(try unreadable("a", stamp: stamp(2)) == .known(sequence: 1))
        #expect(try casebook.journal.kinds() == ["unreadable", "alert", "delivery", "delivery", "sighting"])
        #expect(try casebook.knownFiles() == [BytePath("/export/run.lc96p"): stamp(2)])
    }

    @Test func `bytes are known once every run they hold is journaled, and a copy of them is a sighting`() throws {
        let two = file("two.rdml", content: "bytes")
        #expect(try casebook.record(ofWhole: "bytes") == nil)
        _ = try casebook.commit(
            run(id: "run-1", [("P01", 14, 3e4)]), from: two, stamp: .unknown, context: context(), at: noon)
        #expect(try casebook.record(ofWhole: "bytes") == nil)
        _ = try casebook.commit(
            run(id: "run-2", [("P01", 21, 3e4)]), from: two, stamp: stamp(), context: context(), at: noon)
        let known = try #require(try casebook.record(ofWhole: "bytes"))
        let copy = file("copy.rdml", content: "bytes")
        try casebook.sight([Sighting(copy, stamp(2), of: known)], context: context(), at: noon)
        #expect(try casebook.journal.kinds().last == "sighting")
        #expect(try casebook.knownFiles()[BytePath(text: copy.path)] == stamp(2))
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a changed file is recorded again, and told again when it fails for another reason, after a pause`()
        throws
    {
        _ = try unreadable("a")
        guard case .recorded(let same) = try unreadable("b", at: noon + 1000) else {
            Issue.record("not recorded"); return
        }
        #expect(same.alerts.isEmpty)
        guard case .recorded(let other) = try unreadable("c", "It is cut short", at: noon + 2000) else {
            Issue.record("not recorded"); return
        }
        #expect(other.alerts.map(\.event) == [.reminder])
        #expect(other.alerts.first?.alert.finding.text.contains("cut short") == true)
    }

    private func junk(_ numbers: ClosedRange<Int>, in folder: String = "/export", at time: Date) throws {
        for number in numbers {
            _ = try casebook.commitUnreadable(
                path: "\(folder)/junk-\(number)", stamp: stamp(Int64(number)), sha256: "\(number)",
                reason: "It is empty", context: context(), at: time)
        }
    }

    @Test
    func `a folder's files that cannot be read are one alert that counts them, told at once and then after a pause`()
        throws
    {
        try junk(1...300, at: noon)
        let first = try #require(try casebook.alerts(all: true).first)
        #expect(try casebook.alerts(all: true).count == 1)
        #expect(first.finding.text == "File /export/junk-1 cannot be read: It is empty.")
        #expect(try casebook.journal.kinds().filter { $0 == "delivery" }.count == 2)
        // What nobody was told of falls due by itself.
        let due = try #require(try casebook.nextSweep(after: noon, context: context()))
        #expect(due == noon + unreadableFilesPause)
        #expect(try casebook.sweep(patients: [], completes: nil, context: context(), at: due - 1).alerts.isEmpty)
        let sweep = try casebook.sweep(patients: [], completes: nil, context: context(), at: due)
        #expect(sweep.alerts.map(\.event) == [.reminder])
        #expect(sweep.alerts.first?.alert.id == first.id)
        #expect(
            sweep.alerts.first?.alert.finding.text.hasPrefix(
                "300 files in /export cannot be read, the latest first: junk-300 (It is empty); ") == true)
        #expect(try casebook.sweep(patients: [], completes: nil, context: context(), at: due + 10_000).alerts.isEmpty)
    }

    @Test func `a restart knows what nobody was told of`() throws {
        try junk(1...3, at: noon)
        try casebook.journal.close()
        let again = try scratch.casebook()
        #expect(try again.nextSweep(after: noon, context: context()) == noon + unreadableFilesPause)
        #expect(
            try again.sweep(patients: [], completes: nil, context: context(), at: noon + unreadableFilesPause).alerts
                .count == 1)
        try again.journal.close()
        #expect(
            try scratch.casebook().sweep(patients: [], completes: nil, context: context(), at: noon + 10_000).alerts
                .isEmpty)
    }

    @Test func `each folder has an alert of its own, those below it too`() throws {
        try junk(1...2, at: noon)
        try junk(1...2, in: "/export/sub", at: noon)
        try junk(1...2, in: "/other", at: noon)
        #expect(
            try casebook.alerts(all: false).map(\.finding.subject)
                == ["/export", "/export/sub", "/other"].map(unreadableFilesSubject))
    }

    @Test func `the alert stands until the last of its files can be read, and begins anew after that`() throws {
        try junk(1...2, at: noon)
        for number in 1...2 {
            let outcome = try casebook.take(
                run(id: "r\(number)", [("P01", 10 + number, 500)]), file("junk-\(number)", content: "r\(number)"))
            #expect(outcome.committed?.alerts.filter { $0.event == .corrected }.count == number - 1)
        }
        #expect(try casebook.alerts(all: false).filter(\.finding.countsFiles).isEmpty)
        try junk(3...3, at: noon + 1)
        #expect(
            try casebook.alerts(all: false).filter(\.finding.countsFiles).map(\.finding.text) == [
                "File /export/junk-3 cannot be read: It is empty."
            ])
    }

    @Test func `what a thousandth file adds is what a second adds`() throws {
        try junk(1...2, at: noon)
        let early = try casebook.journal.head().sequence
        try junk(3...3, at: noon)
        let one = try casebook.journal.head().sequence - early
        try junk(4...999, at: noon)
        let late = try casebook.journal.head().sequence
        try junk(1000...1000, at: noon)
        #expect(try casebook.journal.head().sequence - late == one)
        #expect(one == 1)
    }

    @Test func `without a digest the stamp tells`() throws {
        _ = try unreadable(nil)
        #expect(try unreadable(nil) == .known(sequence: 1))
        #expect(try unreadable(nil, stamp: stamp(2)) != .known(sequence: 1))
    }

    @Test func `a file that can be read at last takes the alert back`() throws {
        _ = try unreadable("a")
        let outcome = try casebook.take(run([("P01", 14, 500)]), file(content: "b"), stamp: stamp(2))
        #expect(outcome.committed?.alerts.map(\.event) == [.corrected])
        #expect(try casebook.alerts(all: false).isEmpty)
    }

    @Test func `a configuration is recorded when it changes, with what held before`() throws {
        func adopt(_ digest: String) throws -> Int64? {
            var settings = context()
            settings.configurationDigest = digest
            return try casebook.adopt(settings, reason: "start", at: noon)?.sequence
        }
        #expect(try adopt("one") == 1)
        #expect(try adopt("one") == nil)
        #expect(try adopt("two") == 2)
        #expect(try casebook.journal.tail(1).first?.body.contains("\"previous\":\"one\"") == true)
    }

    @Test func `an unreadable file that is taken away ends its alert, and is told of again when it comes back`() throws
    {
        _ = try unreadable("a")
        _ = try casebook.commitUnreadable(
            path: "/export/other.lc96p", stamp: stamp(), sha256: "o", reason: "It is empty", context: context(),
            at: noon)
        func gone(_ path: String) throws -> [AlertEventKind]? {
            try casebook.commitGone(path: path, context: context(), at: noon + 10)?.alerts.map(\.event)
        }
        #expect(try gone("/export/never.lc96p") == nil)
        #expect(try gone("/export/run.lc96p") == [])
        #expect(try casebook.alerts(all: false).count == 1)
        #expect(try gone("/export/other.lc96p") == [.corrected])
        #expect(try gone("/export/other.lc96p") == nil)
        #expect(try casebook.alerts(all: false).isEmpty)
        #expect(try casebook.knownFiles().isEmpty && casebook.refusedFiles(max: 9).isEmpty)
        guard case .recorded(let again) = try unreadable("a", at: noon + 20) else {
            Issue.record("not recorded"); return
        }
        #expect(again.alerts.map(\.event) == [.raised])
        #expect(try casebook.journal.verify().isIntact)
    }
}
