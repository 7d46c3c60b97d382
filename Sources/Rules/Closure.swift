// A person's closing of an alert ends the stretch it stands on: later values are judged afresh.
public import Assay

/// An alert that a named person closed.
public struct Closure: Hashable, Sendable {
    public var rule: RuleID
    /// Sampling day of the alert, after the first infusion.
    public var day: Int
    public var target: String
    /// When it was closed.
    public var on: CalendarDate

    public init(rule: RuleID, day: Int, target: String, on: CalendarDate) {
        self.rule = rule
        self.day = day
        self.target = target
        self.on = on
    }
}

/// The closures of one patient and target by sampling day: how the rules ask for them.
struct Closures: Sendable {
    private var closed: [RuleID: [Int: Int]] = [:]

    init(_ closures: [Closure], target: String, _ part: InfusionCourse) {
        guard let infusion = part.patient.infusion else { return }
        for closure in closures
        where AssaySettings.folded(closure.target) == AssaySettings.folded(target) && part.days.contains(closure.day) {
            closed[closure.rule, default: [:]][closure.day - part.offset] = closure.on.days(since: infusion)
        }
    }

    /// Whether the rule's alert of `day` was closed before a sample of `later` was taken.
    func isClosed(_ rule: RuleID, day: Int, at later: Int) -> Bool { closed[rule]?[day].map { $0 < later } ?? false }
}

/// How the subject of every finding about one sampling day begins; the target follows.
package func subjectHead(_ patient: String, day: Int) -> String { "\(patient) D\(day) " }
