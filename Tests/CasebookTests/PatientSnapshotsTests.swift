import Journal
import Alerts
import Assay
import CasebookFixtures
import Foundation
import Rules
import Snapshots
import Testing

@testable import Casebook

@Suite struct PatientSnapshotsTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    @Test func `a course tells values, alerts and what was done of one patient`() throws {
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 3e5)]), file())
        let raised = try #require(try casebook.course(of: "P01").alerts.first)
        _ = try casebook.act(
            .acknowledge, onAlert: raised.id, by: Person(name: "Ada", user: "ada", note: "seen"), context: context(),
            at: noon + 60)
        let course = try casebook.course(of: "P01")
        #expect(course.measurements.map(\.copies) == [2e5])
        #expect(course.alerts.map(\.state) == [.acknowledged])
        #expect(course.history.map(\.event) == [.raised, .acknowledged])
        #expect(course.history.map(\.by) == [nil, "Ada"])
        #expect(course.history.map(\.note) == [nil, "seen"])
        #expect(course.hasResults && course.firstRecord == noon)
    }

    @Test func `of a patient whom the journal does not know everything is empty`() throws {
        let course = try casebook.course(of: "P09")
        #expect(course.measurements.isEmpty && course.alerts.isEmpty && course.history.isEmpty)
        #expect(!course.hasResults && course.firstRecord == nil)
    }

    @Test func `everybody is looked at in one moment, whatever is committed meanwhile`() throws {
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 3e5)]), file())
        let reader = try scratch.casebook(readOnly: true)
        var commits = 0
        let seen = try reader.everyCourse(besides: ["P03"]) { course in
            let later = run(id: "run-\(course.code)", [("P02", 21, 4e5), ("P03", 21, 5e5), ("P04", 21, 6e5)])
            if (try? casebook.take(later, file(content: course.code))) != nil { commits += 1 }
            return "\(course.code) \(course.measurements.count)"
        }
        #expect(commits == 3)
        #expect(seen == ["P01 1", "P02 1", "P03 0"])
        #expect(try reader.courses(of: ["P04", "P02"]).map(\.measurements.count) == [3, 4])
    }

    @Test func `a mail's ground is the head, the journal's identity, the thread and the courses asked for`() throws {
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 3e5)]), file())
        let alerts = try casebook.alerts(all: false).map(\.id)
        let ground = try casebook.mailGround(of: alerts, to: "physician", patients: ["P02", "P01"])
        #expect(ground.head == (try casebook.journal.head().digest))
        #expect(ground.journal == (try casebook.journal.tail(1000).first?.digest))
        #expect(ground.thread.isEmpty)
        #expect(ground.courses.map(\.code) == ["P02", "P01"])
    }
}
