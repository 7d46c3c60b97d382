// When the cycles of a LightCycler 96 were read: told whole and plausible, or not at all.
import Assay
import Foundation
import RunFormats
import Testing

@Suite struct ReadingTimesTests {
    /// A container of 12 cycles with these reading times and end.
    private func run(end: String? = nil, _ measurements: String) throws -> Run {
        let end = end.map { "<endTime>\($0)</endTime>" } ?? ""
        let container = TestContainer().edited(
            "instrument_data.xml", "</startTime>", "</startTime>\(end)<measurements>\(measurements)</measurements>")
        return try onlyRun(container.bytes())
    }

    private func programme(_ id: Int, cycles: some Sequence<Int>, seconds: (Int) -> String = { "\($0 * 100).5" })
        -> String
    {
        let times = cycles.map { "<measurementTime cycle=\"\($0)\">\(seconds($0))</measurementTime>" }.joined()
        return
            "<program id=\"\(id)\"><dye "
            + "id=\"FAM\"><realIntegrationTime>94.7</realIntegrationTime>\(times)</dye></program>"
    }
    private let melt =
        "<program id=\"3\"><dye "
        + "id=\"FAM\"><measurementTime>1300</measurementTime><measurementTime>1310</measurementTime></dye></program>"

    @Test func `Cycle times and the end count from the start`() throws {
        let run = try run(end: "2026-05-14T09:52:10", programme(2, cycles: 1...12) + melt)
        #expect(run.cycleSeconds == (1...12).map { Double($0) * 100 + 0.5 })
        #expect(run.endSeconds == 1330)
        #expect(run.identity.started == "2026-05-14T09:30:00")
        #expect(run.findings.allSatisfy { $0.status == .pass }, "\(run.findings)")
    }

    @Test func `A run over midnight ends on the next day`() throws {
        let container = TestContainer()
            .edited(
                "instrument_data.xml", "2026-05-14T09:30:00</startTime>",
                "2026-05-14T23:50:00</startTime><endTime>2026-05-15T00:12:10</endTime><measurements>\(programme(2, cycles: 1...12))\(melt)</measurements>"
            )
            .edited("rdml_data.xml", "2026-05-14T09:30:00", "2026-05-14T23:50:00")
        #expect(try onlyRun(container.bytes()).endSeconds == 1330)
    }

    @Test(arguments: [
        "2026-05-14T10:52:10", "2026-05-14T08:52:10", "2026-05-14T09:40:00", "2026-13-14T09:52:10",
        "2026-05-14T29:52:10", "soon",
    ])
    func `An end that contradicts the readings gives way to the last of them`(end: String) throws {
        #expect(try run(end: end, programme(2, cycles: 1...12) + melt).endSeconds == 1310)
    }

    @Test func `Of several dyes read one after another the last one counts`() throws {
        let run = try run(programme(2, cycles: 1...12) + programme(2, cycles: 1...12) { "\($0 * 100 + 2)" })
        #expect(run.cycleSeconds.first == 102)
    }

    @Test func `Times that are missing, double, unordered or no numbers are not told`() throws {
        #expect(try onlyRun(TestContainer().bytes()).cycleSeconds.isEmpty)
        #expect(try onlyRun(TestContainer().bytes()).endSeconds == nil)
        #expect(try run(programme(2, cycles: 1...11)).cycleSeconds.isEmpty)
        #expect(try run(programme(2, cycles: 2...13)).cycleSeconds.isEmpty)
        #expect(try run(programme(2, cycles: 1...12) + programme(4, cycles: 1...12)).cycleSeconds.isEmpty)
        #expect(try run(programme(2, cycles: 1...12) { "\(2000 - $0)" }).cycleSeconds.isEmpty)
        for text in ["NaN", "-5", "1e300", ""] {
            #expect(try run(programme(2, cycles: 1...12) { _ in text }).cycleSeconds.isEmpty, "\(text)")
        }
    }
}
