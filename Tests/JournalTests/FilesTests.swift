import Assay
import Foundation
import Judgement
import Testing

@testable import Journal

@Suite struct FilesTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
    }

    private func unreadable(_ content: String?, _ reason: String = "It is empty", stamp: FileStamp = stamp()) throws -> UnreadableOutcome {
        try journal.commitUnreadable(path: "/export/run.lc96p", stamp: stamp, sha256: content, reason: reason, context: context(), at: noon)
    }

    @Test func `an unreadable file is recorded and told once`() throws {
        guard case .recorded(let committed) = try unreadable("a") else { Issue.record("not recorded"); return }
        #expect(committed.alerts.map(\.alert.finding.severity) == [.laboratory])
        #expect(committed.deliveriesOwed == 2)
        #expect(try unreadable("a", stamp: stamp(2)) == .known(sequence: 1))
        #expect(try journal.kinds() == ["unreadable", "alert", "delivery", "delivery"])
        #expect(try journal.knownFiles() == [BytePath("/export/run.lc96p"): stamp(2)])
    }

    @Test func `a changed file is recorded again, and told again when it fails for another reason`() throws {
        _ = try unreadable("a")
        guard case .recorded(let same) = try unreadable("b") else { Issue.record("not recorded"); return }
        #expect(same.alerts.isEmpty)
        guard case .recorded(let other) = try unreadable("c", "It is cut short") else { Issue.record("not recorded"); return }
        #expect(other.alerts.map(\.event) == [.corrected, .raised])
    }

    @Test func `without a digest the stamp tells`() throws {
        _ = try unreadable(nil)
        #expect(try unreadable(nil) == .known(sequence: 1))
        #expect(try unreadable(nil, stamp: stamp(2)) != .known(sequence: 1))
    }

    @Test func `a file that can be read at last takes the alert back`() throws {
        _ = try unreadable("a")
        let outcome = try journal.take(run([("P01", 14, 500)]), file(content: "b"), stamp: stamp(2))
        #expect(outcome.committed?.alerts.map(\.event) == [.corrected])
        #expect(try journal.alerts(all: false).isEmpty)
    }

    @Test func `a configuration is recorded when it changes, with what held before`() throws {
        func adopt(_ digest: String) throws -> Int64? {
            var settings = context()
            settings.configurationDigest = digest
            return try journal.adopt(settings, reason: "start", at: noon)?.sequence
        }
        #expect(try adopt("one") == 1)
        #expect(try adopt("one") == nil)
        #expect(try adopt("two") == 2)
        #expect(try journal.tail(1).first?.body.contains("\"previous\":\"one\"") == true)
    }
}
