import Alerts
import Assay
import CasebookFixtures
import Foundation
import GRDB
import Rules
import Snapshots
import Testing

@testable import Casebook
@testable import Journal

@Suite struct EveryCourseTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func compare(_ casebook: Casebook) throws {
        let every = try casebook.everyCourse(besides: ["P05"]) { $0 }
        #expect(!every.isEmpty && every.map(\.code) == every.map(\.code).sorted())
        for course in every {
            let alone = try casebook.course(of: course.code)
            #expect(course.measurements == alone.measurements)
            #expect(course.alerts == alone.alerts && course.history == alone.history)
            #expect(course.firstRecord == alone.firstRecord && course.hasResults == alone.hasResults)
        }
    }

    /// A plate whose samples differ in everything that a result may be.
    private func plate() -> RunAnalysis {
        var plate = run([("P01", 14, 2e5)])
        let states: [(Quantity.Reading?, [String])] = [
            (.quantified(Estimate(2.5e4, low: nil, high: 3e4)), []), (.belowLLOQ(10), []), (.aboveULOQ(1e7), []),
            (nil, []), (.quantified(Estimate(840, low: 790, high: 910)), ["The replicates differ."]),
        ]
        plate.samples += Flag.allCases.enumerated().map { index, flag in
            let (reading, reasons) = states[index % states.count]
            return SampleAnalysis(
                name: "P0\(index % 4 + 1) D\(index * 7)",
                label: SampleLabel(patient: "P0\(index % 4 + 1)", sampling: .day(index * 7)),
                target: index.isMultiple(of: 5) ? "bcma car-t" : index.isMultiple(of: 7) ? "ACTB" : "BCMA-CAR-T", n: 3,
                quantity: Quantity(reading, limits: 10...1e7, unit: "copies/ul gDNA", withheld: reasons), cqMean: 25,
                cqSD: 0.1, relative: nil, flags: [flag, .lateCq])
        }
        plate.wells = plate.samples.prefix(6).enumerated().compactMap { index, sample in
            WellPosition(row: index, column: index).map {
                WellAnalysis(
                    position: $0, sample: sample.name, type: .unknown, target: sample.target, dye: nil, excluded: false,
                    result: CqResult(call: .positive, cq: 25, flags: []), instrumentCq: nil, instrumentCall: nil,
                    flags: [])
            }
        }
        return plate
    }

    @Test func `is what reading each patient alone gives, for every flag and state of a result`() throws {
        let casebook = try scratch.casebook()
        try casebook.take(plate(), file())
        try casebook.take(run(id: "run-2", [("P02", 21, 3e4)], quality: .fail), file("b", content: "b"), at: noon + 60)
        try compare(casebook)
        let measured = try casebook.everyCourse(besides: [], { $0.measurements }).flatMap(\.self)
        #expect(measured.contains { !$0.wells.isEmpty } && measured.contains { $0.withheld != nil })
        #expect(measured.contains { $0.method == .digital } && measured.contains(where: \.referenceMissing))
    }

    @Test func `of one target leaves out the others, however its name is written`() throws {
        let casebook = try scratch.casebook()
        try casebook.take(plate(), file())
        let all = try casebook.everyCourse(besides: []) { $0 }
        let some = try casebook.everyCourse(besides: [], of: "BCMA CAR-T") { $0 }
        #expect(some.map(\.code) == all.map(\.code))
        let name = AssaySettings.folded("BCMA CAR-T")
        let wanted = all.map { $0.measurements.filter { AssaySettings.folded($0.target) == name } }
        #expect(some.map(\.measurements) == wanted)
        #expect(some.flatMap(\.measurements).contains { $0.target == "bcma car-t" })
        #expect(some.map(\.firstRecord) == all.map(\.firstRecord))
    }

    @Test func `holds the alerts that stand where no others are asked for`() throws {
        let casebook = try scratch.casebook()
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 3e5)]), file())
        let first = try #require(try casebook.course(of: "P01").alerts.first)
        _ = try casebook.act(
            .close, onAlert: first.id, by: Person(name: "Ada", user: "ada", note: "seen"), context: context(),
            at: noon + 60)
        let every = try casebook.everyCourse(besides: [], alerts: .standing) { $0 }
        for course in every {
            #expect(course.alerts == (try casebook.course(of: course.code).alerts.filter(\.state.stands)))
        }
        #expect(every.map(\.alerts.count) == [0, 1] && every.allSatisfy(\.history.isEmpty))
    }

    @Test(arguments: ["schema-1", "schema-3", "schema-7"])
    func `is what reading each patient alone gives, in journals of earlier versions`(name: String) throws {
        let released = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Released/\(name).sqlite")
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "state"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: released.path, toPath: scratch.path)
        try compare(try scratch.casebook())
    }

    @Test func `a number that JSON has no form for is read from its body`() throws {
        let casebook = try scratch.casebook()
        var odd = run([("P01", 14, 2e5)])
        odd.samples[0].quantity = Quantity(
            .quantified(Estimate(2e5, low: 1e5, high: .infinity)), limits: 10...1e7, unit: "copies/ul gDNA")
        try casebook.take(odd, file())
        try compare(casebook)
    }
}
