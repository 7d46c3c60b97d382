// What happens in a simulated day: alerts, storms, channels that fail, restarts and steps of the clock, drawn from a
// seed.
import Assay
import Foundation
import Alerts
import Rules
import TestSupport

@testable import Dispatching

struct DispatchScenario {
    enum Step {
        /// So many alerts at once, from one run.
        case alerts(Int, of: [Severity], patients: [String])
        /// The newest alert is confirmed, so that it is critical.
        case confirm
        /// A lane's channel does this from now on.
        case channel(lane: Lane, Conduct)
        /// The wall clock is set by so many seconds.
        case stepClock(Double)
        /// The process is killed, or asked to stop, and started again.
        case crash, restart
        case watcher(isRunning: Bool)
    }

    enum Conduct: CaseIterable {
        case works, fails, refuses, hangs
    }

    /// Everything is healed then: what is owed must get through.
    static let healed = Duration.seconds(20 * 3600)
    static let end = Duration.seconds(32 * 3600)
    static let hooks = ["page", "chat"]
    static let recipients = ["doctor", "second", "head", "lab"]

    var steps: [(at: Duration, step: Step)] = []
    var context: JudgementContext
    private(set) var clockSteps = 0

    init(seed: UInt64) {
        var generator = SeededNumbers(seed: seed)
        context = Self.context(&generator)
        let lanes =
            [Lane(.log, nil)] + Self.hooks.map { Lane(.hook($0), nil) } + Self.recipients.map { Lane(.mail, $0) }
        func moment(_ generator: inout SeededNumbers) -> Duration {
            .seconds(Double.random(in: 0...20 * 3600, using: &generator))
        }
        for _ in 0..<Int.random(in: 4...12, using: &generator) {
            let isStorm = Int.random(in: 0..<8, using: &generator) == 0
            let count = Int.random(in: isStorm ? 8...20 : 1...3, using: &generator)
            let severities = (0..<count).map { _ in
                [.notice, .warning, .critical, .laboratory][Int.random(in: 0..<(isStorm ? 2 : 4), using: &generator)]
                    as Severity
            }
            steps.append(
                (
                    moment(&generator),
                    .alerts(
                        count, of: severities,
                        patients: (0..<count).map { _ in ["P01", "P02"].randomElement(using: &generator) ?? "P01" })
                ))
        }
        for _ in 0..<Int.random(in: 0...4, using: &generator) { steps.append((moment(&generator), .confirm)) }
        for lane in lanes {
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                steps.append(
                    (
                        moment(&generator),
                        .channel(lane: lane, Conduct.allCases.randomElement(using: &generator) ?? .works)
                    ))
            }
            steps.append((Self.healed, .channel(lane: lane, .works)))
        }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            clockSteps += 1
            steps.append(
                (
                    moment(&generator),
                    .stepClock(
                        [-86_400 * 3650, -86_400, -1800, -60, 60, 1800, 86_400, 86_400 * 3650].randomElement(
                            using: &generator) ?? 0)
                ))
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            steps.append((moment(&generator), Bool.random(using: &generator) ? .crash : .restart))
        }
        for isRunning in [false, true] where Bool.random(using: &generator) {
            steps.append((moment(&generator), .watcher(isRunning: isRunning)))
        }
        steps.sort { $0.at < $1.at }
    }

    private static func context(_ generator: inout SeededNumbers) -> JudgementContext {
        var delivery = DeliverySettings()
        delivery.recipients = recipients.map {
            .init(key: $0, role: "physician", name: $0, address: "\($0)@example.org")
        }
        (delivery.defaultRecipient, delivery.laboratory, delivery.secondContact, delivery.head) = (
            "lab", "lab", "second", "head"
        )
        delivery.hooks = hooks.map { .init(name: $0, path: "/x/\($0)") }
        delivery.attemptsMax = Int.random(in: 2...20, using: &generator)
        delivery.heartbeat.everySeconds = [0, 600, 3600].randomElement(using: &generator) ?? 0
        var mail = MailSettings(from: "a@b", route: .sendmail(.init(path: "/x")))
        mail.hourlyMax = Int.random(in: 1...6, using: &generator)
        if Bool.random(using: &generator) { mail.quiet = .init(fromMinute: 22 * 60, toMinute: 7 * 60) }
        delivery.mail = mail
        let patients = ["P01", "P02"].map { Patient(code: $0, infusion: nil, physician: "doctor") }
        return JudgementContext(
            rules: RuleSettings(), delivery: delivery,
            patients: Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0) }), tablesTrusted: false,
            today: .latest, configurationDigest: "c", programVersion: "test")
    }
}
