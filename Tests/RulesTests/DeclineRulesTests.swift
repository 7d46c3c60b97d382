// R3, R4, R5: a patient's fall against the own baseline.
import Assay
import Fixtures
import Testing

@testable import Rules

struct DeclineRulesTests {
    @Test("A fall of a sample without its reference says so in every alert of it; a rise does not")
    func referenceMissing() {
        var low = measured(330, 60)
        low.referenceMissing = true
        let course = [measured(14, 2e5), measured(60, 2e4), measured(150, 2e4), measured(240, 2e4), low]
        let found = judge(patientOne, course, RuleSettings())
        let falls = found.filter { $0.day == 330 }
        #expect(Set(falls.map(\.rule)).isSuperset(of: ["R3", "R4", "R5", "R5a"]))
        #expect(falls.allSatisfy { $0.text.contains("No reference gene was measured beside this sample") })
        #expect(found.filter { $0.day != 330 }.allSatisfy { !$0.text.contains("reference gene") })
    }

    @Test("An unusual amount of DNA is told in every alert of its sample and in no other")
    func unusualDNA() {
        var low = measured(330, 60)
        low.unusualDNA = true
        let found = judge(
            patientOne, [measured(14, 2e5), measured(60, 2e4), measured(150, 2e4), measured(240, 2e4), low],
            RuleSettings())
        #expect(found.contains { $0.day == 330 && $0.rule == "R5a" })
        #expect(
            found.allSatisfy { $0.text.contains("the amount of DNA in this sample differs much") == ($0.day == 330) })
    }

    private let plateau = [measured(30, 9e4), measured(60, 2.2e4), measured(150, 2e4), measured(240, 2.1e4)]

    private func found(_ more: [Measurement], _ settings: RuleSettings = RuleSettings()) -> [RuleID: [Finding]] {
        Dictionary(grouping: judge(patientOne, plateau + more, settings), by: \.rule)
    }

    @Test("A plateau raises nothing, and neither does the contraction before day 60")
    func quiet() {
        #expect(found([measured(330, 1.5e4), measured(420, 3e4), measured(510, 8.6e3)]).isEmpty)
        #expect(judge(patientOne, [measured(14, 9e4), measured(30, 3e3), measured(60, 2.9e3)], RuleSettings()).isEmpty)
    }

    @Test("A fivefold fall is the laboratory's task to repeat, a tenfold fall the physician's warning too")
    func watchAndDecline() throws {
        let watch = found([measured(330, 4.1e3)])
        #expect(Set(watch.keys) == ["R3"])
        #expect(try #require(watch["R3"]?.first).severity == .task)
        #expect(try #require(watch["R3"]?.first).advice.contains("days 337 to 344"))
        let decline = try #require(found([measured(330, 2e3)])["R4"]?.first)
        #expect(decline.severity == .warning && !decline.confirmed && decline.day == 330)
        #expect(abs(try #require(decline.baseline) - 2.1e4) < 1)
        #expect(abs(try #require(decline.threshold) - 2.1e3) < 0.1)
        #expect(decline.text.contains("2.1×10^4") && decline.text.contains("day 240"))
    }

    @Test(
        "A second sample 7 to 28 days later confirms the same alert as critical",
        arguments: [(336, false), (337, true), (358, true), (359, false)])
    func confirmation(day: Int, confirms: Bool) throws {
        let alert = try #require(found([measured(330, 2e3), measured(day, 1.9e3)])["R4"]?.first)
        #expect(alert.day == 330 && alert.confirmed == confirms && alert.severity == (confirms ? .critical : .warning))
    }

    @Test("A sample after the window that is still down is told of again, and can be confirmed in turn")
    func lateConfirmation() {
        let alerts = found([measured(330, 2e3), measured(420, 1.9e3), measured(434, 1.8e3)])["R4"] ?? []
        #expect(alerts.map(\.day) == [330, 420])
        #expect(alerts.map(\.confirmed) == [false, true])
    }

    @Test("Two consecutive recovered values clear the decline; its values never enter the baseline")
    func hysteresis() throws {
        let up =
            found([measured(330, 2e3), measured(344, 1.5e4), measured(350, 1e4), measured(420, 1.9e3)])["R4"] ?? []
        #expect(up.map(\.clearedDay) == [350, nil])
        #expect(abs(try #require(up.last?.baseline) - 2e4) < 2)
    }

    @Test("A slow fall does not drag its own yardstick along, unless the settings say so")
    func slowFall() {
        let slow = [(330, 1.2e4), (420, 7e3), (510, 4.5e3), (600, 2.6e3), (690, 1.5e3)].map { measured($0.0, $0.1) }
        #expect(found(slow)["R4"]?.first?.day == 690)
        var latest = RuleSettings()
        latest.comparesHighestBaseline = false
        #expect(found(slow, latest)["R4"] == nil)
    }

    @Test("Low and very low levels fire once the baseline has reached that of the remissions")
    func low() throws {
        let warning = try #require(found([measured(330, 800)])["R5"]?.first)
        #expect(warning.severity == .warning && warning.threshold == 850)
        let critical = try #require(found([measured(330, 260)])["R5"]?.first)
        #expect(critical.severity == .critical && critical.threshold == 270)
        #expect(found([measured(330, 850)])["R5"] == nil)
        let unarmed = [measured(60, 8e3), measured(150, 8e3), measured(240, 300)]
        #expect(!judge(patientOne, unarmed, RuleSettings()).contains { $0.rule == "R5" })
    }

    @Test("The study's relapse: R4, R5 and R5a all fire on the 84 copies, none suppresses another")
    func study() {
        let fired = judge(patientOne, plateau + [measured(307, 84)], RuleSettings()).filter { $0.day == 307 }
        #expect(Set(fired.map(\.rule)) == ["R3", "R4", "R5", "R5a"])
        #expect(fired.filter { $0.severity == .critical }.map(\.rule).sorted() == ["R5", "R5a"])
    }

    @Test("Above an upper limit that lies low nothing has fallen, and nothing enters the baseline")
    func aboveTheLimit() throws {
        // R1 asks for a dilution; no rule speaks of a fall.
        #expect(
            Set(found([measured(330, nil, uloq: 1e3, above: true), measured(344, nil, uloq: 1e3, above: true)]).keys)
                == ["R1"])
        let later = try #require(
            found([measured(330, nil, uloq: 1e3, above: true), measured(420, 1.5e3)])["R4"]?.first)
        #expect(abs(try #require(later.baseline) - 2.1e4) < 1)
    }

    @Test(
        "An alert whose interval includes its threshold says so in its text",
        arguments: [("R3", 4.1e3), ("R4", 2e3), ("R5", 800)] as [(RuleID, Double)])
    func borderline(rule: RuleID, copies: Double) throws {
        let value = measured(330, copies, half: 0.1)
        let finding = try #require(found([value])[rule]?.first)
        #expect(finding.borderline && finding.text.contains("Borderline: the interval includes"), "\(finding.text)")
        let sharp = try #require(found([measured(330, copies * 0.7, half: 0.01)])[rule]?.first)
        #expect(!sharp.borderline && !sharp.text.contains("orderline"))
    }

    @Test("Below the LLOQ a value is judged at the LLOQ")
    func atTheLimit() throws {
        #expect(try #require(found([measured(330, nil, lloq: 200)])["R5"]?.first).severity == .critical)
        #expect(found([measured(330, nil, lloq: 3e3)])["R4"] == nil)
        #expect(found([measured(330, nil, lloq: 2e3)])["R4"]?.count == 1)
    }
}
