// The state that results arriving in any order lead to is the same (clinical domain, section 4).
import Assay
import Fixtures
import Foundation
import TestSupport
import Testing

@testable import Alerts
@testable import Rules

struct OrderTests {
    private struct Told: Hashable {
        var rule: RuleID
        var subject: String
        var severity: Severity
    }

    /// The schedule rules take part: it is day 460, and the patient is known since day 40.
    private let clock = ScheduleClock(
        today: CalendarDate(dayNumber: infusionDay.dayNumber + 460).unsafelyKnown,
        firstRecord: CalendarDate(dayNumber: infusionDay.dayNumber + 40))

    /// Judges after every arrival and applies the changes as the journal does; the alerts that are not corrected at the
    /// end.
    private func told(_ arrivals: [Rules.Measurement]) -> Set<Told> {
        var alerts: [Alert] = []
        var known: [Rules.Measurement] = []
        for measurement in arrivals {
            known.append(measurement)
            for change in reconcile(
                judge(patientOne, known, RuleSettings(), clock: clock), with: alerts, backlogDone: true)
            {
                switch change {
                case .raise(let finding):
                    alerts.append(
                        Alert(
                            id: AlertID(Int64(alerts.count)), state: .open, raised: Date(timeIntervalSince1970: 0),
                            finding: finding))
                case .confirm(let id, let finding):
                    alerts.indices.filter { alerts[$0].id == id }.forEach {
                        alerts[$0].state = .confirmed
                        alerts[$0].finding = finding
                    }
                case .clear(let id, _):
                    alerts.indices.filter { alerts[$0].id == id }.forEach { alerts[$0].state = .cleared }
                case .correct(let id, _):
                    alerts.indices.filter { alerts[$0].id == id }.forEach { alerts[$0].state = .corrected }
                }
            }
        }
        return Set(
            alerts.filter { $0.state != .corrected }.map {
                Told(rule: $0.finding.rule, subject: $0.finding.subject, severity: $0.finding.severity)
            })
    }

    @Test(
        "Every arrival order of a short course leads to the same alerts",
        arguments: [[], [(60, 50.0)], [(14, 2e5)]] as [[(Int, Double)]])
    func allOrders(extra: [(Int, Double)]) {
        let course = [
            measured(14, 1.5e5), measured(60, 2e4), measured(150, nil, lloq: 100), measured(240, 60),
            measured(14, 3e4, run: "repeat"),
        ]
        let arrivals = course + extra.map { measured($0.0, $0.1, run: "extra") }
        let expected = told(arrivals)
        // Every order of five, every seventh of six.
        let orders = permutations(arrivals)
        for index in stride(from: 0, to: orders.count, by: extra.isEmpty ? 1 : 7) {
            let order = orders[index]
            #expect(told(order) == expected)
        }
    }

    @Test("Shuffled arrivals, late saves among them, lead to the same alerts", arguments: UInt64(1)...20)
    func shuffled(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var arrivals: [Rules.Measurement] = []
        var level = 4.5
        for day in [7, 14, 21, 30, 60, 74, 150, 164, 240, 254, 330, 344, 420] {
            level += Double.random(in: -0.9...0.7, using: &numbers)
            level = min(max(level, 1.2), 5.4)
            let below = level < 1.5
            arrivals.append(
                measured(
                    day, below ? nil : copies(ofLog10: level), half: 0.1, lloq: 30, record: Int64(arrivals.count + 1)))
            if Bool.random(using: &numbers) {
                var again = arrivals[arrivals.count - 1]
                again.saved = "2026-05-0\(Int.random(in: 1...9, using: &numbers))T10:00:00"
                again.run = Int64(arrivals.count + 100)
                if let value = again.copies.map({ $0 * copies(ofLog10: Double.random(in: -1...1, using: &numbers)) }) {
                    again.quantity = Quantity(
                        .quantified(Estimate(value, low: value * 0.8, high: value * 1.25)),
                        limits: again.quantity.limits, unit: again.unit)
                }
                arrivals.append(again)
            }
        }
        let expected = told(arrivals)
        for _ in 0..<4 { #expect(told(arrivals.shuffled(using: &numbers)) == expected, "seed \(seed)") }
    }

    private func permutations<T>(_ items: [T]) -> [[T]] {
        guard let first = items.first else { return [[]] }
        return permutations(Array(items.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
        }
    }
}
