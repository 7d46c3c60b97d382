import Assay
import Fixtures
import Testing

@testable import Rules

/// A value by digital PCR.
private func counted(_ day: Int, _ copies: Double?, half: Double = 0.02, run: RunID? = nil, bridged: Bool = false)
    -> Measurement
{
    var measurement = measured(day, copies, half: half, run: run)
    measurement.method = .digital
    measurement.bridged = bridged
    return measurement
}

struct MethodChangeTests {
    private func value(_ measurements: [Measurement], _ method: SameDayMethod = .narrower) -> DayValue? {
        var settings = RuleSettings()
        settings.sameDayMethod = method
        return series(of: measurements, settings: settings).values.first
    }

    @Test("Two methods on one day are not averaged: the narrower interval counts, the other stands beside it")
    func narrower() throws {
        let day = [measured(30, 1000, half: 0.1, run: "q"), counted(30, 1500, half: 0.03, run: "d")]
        let chosen = try #require(value(day))
        #expect(chosen.method == .digital && chosen.copies == 1500 && chosen.runs == ["d"])
        #expect(chosen.besides.map(\.copies) == [1000] && chosen.besides.map(\.method) == [.realTime])
        #expect(value(day.reversed()) == chosen)
        #expect(
            value([measured(30, 1000, half: 0.03, run: "q"), counted(30, 1500, half: 0.1, run: "d")])?.copies == 1000)
    }

    @Test("The configuration may name the method that counts; a day that it did not measure has the other's value")
    func configured() {
        let day = [measured(30, 1000, half: 0.1, run: "q"), counted(30, 9000, half: 0.03, run: "d")]
        #expect(value(day, .qPCR)?.copies == 1000)
        #expect(value(day, .dPCR)?.copies == 9000)
        #expect(value([measured(30, 1000)], .dPCR)?.copies == 1000)
    }

    @Test(
        "Methods that differ by more than repeats may are told to the laboratory, unless the configuration names one; repeats of one method are joined"
    )
    func disagreement() {
        let day = [measured(30, 1000, run: "q"), counted(30, 9000, run: "d")]
        #expect(value(day) == nil)
        #expect(judge(patientOne, day, RuleSettings()).map(\.rule) == ["R10"])
        let repeats = value([
            measured(30, 1000, run: "a"), measured(30, 1210, run: "b"), counted(30, 1500, half: 0.5, run: "d"),
        ])
        #expect(repeats?.runs == ["a", "b"])
    }

    @Test("A quantified value counts before one that another method could not quantify")
    func quantified() {
        #expect(value([measured(30, nil, run: "q"), counted(30, 15, run: "d")])?.copies == 15)
    }

    /// Ways to raise each rule with its last value, held against those before it.
    static let courses: [(rule: RuleID, before: [(Int, Double?)], last: [(Int, Double?)])] = [
        ("R1", [(7, 1e4)], [(14, 2e5)]),
        ("R3", [(60, 2e4), (150, 2e4), (240, 2e4)], [(330, 3.5e3)]),
        ("R4", [(60, 2e4), (150, 2e4), (240, 2e4)], [(330, 1.5e3)]),
        ("R4", [(60, 2e4), (150, 2e4), (240, 2e4)], [(330, 1.5e3), (344, 1.4e3)]),
        ("R5", [(60, 2e4), (150, 2e4), (240, 2e4)], [(330, 500)]),
        ("R5a", [(60, 2e4), (150, 2e4), (240, 2e4)], [(330, 60)]),
        ("R6", [(14, 2e4), (60, 2e3), (150, nil)], [(240, nil)]),
        ("R7", [(60, 2e4), (150, 2e4), (240, 2e4), (330, 6e3)], [(420, 1.5e3)]),
        ("R8", [(14, 2e5), (60, 1e3), (150, 1e3), (240, 1e3)], [(330, 3e4)]),
        ("R8", [(14, 2e5), (60, 1e3), (150, 1e3), (240, 1e3)], [(330, 3e4), (344, 3e4)]),
    ]

    @Test(
        "No rule speaks of a change that comes with another method without saying so, and naming which value came by which",
        arguments: courses.indices)
    func said(index: Int) throws {
        let course = Self.courses[index]
        func text(bridged: Bool, all: Bool = false) -> [String] {
            let before = course.before.map { all ? counted($0.0, $0.1) : measured($0.0, $0.1) }
            let last = course.last.map { counted($0.0, $0.1, bridged: bridged) }
            return judge(patientOne, before + last, RuleSettings()).filter {
                $0.rule == course.rule && $0.day == course.last[0].0
            }.map(\.text)
        }
        let told = text(bridged: false)
        #expect(!told.isEmpty)
        for text in told {
            #expect(text.contains("The method changes"), "\(text)")
            #expect(
                text.contains("by dPCR") && text.contains("by qPCR") && text.contains("\(course.last[0].0)"), "\(text)")
        }
        #expect(text(bridged: true).allSatisfy { !$0.contains("The method changes") } && !text(bridged: true).isEmpty)
        #expect(text(bridged: false, all: true).allSatisfy { !$0.contains("The method changes") })
    }

    @Test("An alert on a day of two methods shows what the other found")
    func beside() throws {
        let plateau = [(60, 2e4), (150, 2e4), (240, 2e4)].map { measured($0.0, $0.1) }
        let findings = judge(
            patientOne, plateau + [measured(330, 1.5e3, half: 0.02, run: "q"), counted(330, 2e3, half: 0.1, run: "d")],
            RuleSettings())
        let decline = try #require(findings.first { $0.rule == "R4" })
        #expect(
            decline.value == 1.5e3 && decline.text.contains("By dPCR on the same day: 2000 copies/ul gDNA")
                && !decline.text.contains("The method changes"))
    }
}
