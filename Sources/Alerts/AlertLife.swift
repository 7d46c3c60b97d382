// The life of one alert as its records tell it: what state it is in, who is still to be asked, and when.
public import Foundation
public import Rules

/// Whom an alert goes to when nobody acknowledges it.
public enum Escalation: Int, Sendable, Codable, Comparable {
    case second = 1
    case head = 2
    /// A provisional decline whose confirming sample has not come: told again, acknowledged or not.
    case overdueConfirmation = 3
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One thing that happened to an alert.
public struct AlertOccurrence: Hashable, Sendable {
    public var event: AlertEventKind
    public var at: Date
    /// End of a silence.
    public var until: Date?
    /// Which escalation.
    public var escalation: Escalation?

    public init(_ event: AlertEventKind, at: Date, until: Date? = nil, escalation: Escalation? = nil) {
        self.event = event
        self.at = at
        self.until = until
        self.escalation = escalation
    }
}

/// An alert's life so far. Pure: the same occurrences in the same order always give the same life.
public struct AlertLife: Hashable, Sendable {
    public private(set) var state = AlertState.open
    /// When it was raised or confirmed: reminders and escalations count from here.
    public private(set) var since: Date
    public private(set) var silencedUntil: Date?
    public private(set) var lastReminder: Date?
    public private(set) var escalated: Set<Escalation> = []

    /// - Parameter occurrences: of this alert, oldest first; the first raised it.
    public init(raised: Date, occurrences: some Sequence<AlertOccurrence> = []) {
        since = raised
        for occurrence in occurrences { apply(occurrence) }
    }

    /// Nobody need do anything more.
    public var isOver: Bool { !state.stands }

    /// A confirmation voids acknowledgement and silence and starts the clocks anew; what is over stays over.
    public mutating func apply(_ occurrence: AlertOccurrence) {
        if isOver, occurrence.event != .corrected, occurrence.event != .reopened || state != .closed { return }
        switch occurrence.event {
        case .raised, .test, .media: break
        case .confirmed:
            self = AlertLife(raised: occurrence.at)
            state = .confirmed
        case .acknowledged: state = .acknowledged
        case .silenced: silencedUntil = occurrence.until
        case .reminder: lastReminder = occurrence.at
        case .escalated: escalated.formUnion([occurrence.escalation].compactMap(\.self))
        case .cleared: state = .cleared
        case .closed: state = .closed
        case .reopened: self = AlertLife(raised: occurrence.at)
        case .corrected: state = .corrected
        }
    }
}

/// When reminders and escalations come. Seconds and days count from when the alert was raised or confirmed.
public struct EscalationSettings: Hashable, Sendable, Codable {
    /// Critical or confirmed: to the second contact, to the head.
    public var criticalSecondSeconds = 3600.0
    public var criticalHeadSeconds = 4 * 3600.0
    /// Warnings: to the second contact.
    public var warningSecondSeconds = 24 * 3600.0
    public var reminderDays: [Double] = [1, 2, 4]
    /// Longest silence; there is no endless one.
    public var silenceMaxDays = 14.0

    public init() {}
}

/// A reminder or an escalation that is due.
public struct DueEvent: Hashable, Sendable {
    public var occurrence: AlertOccurrence
    /// When it fell due; never later than the time asked for.
    public var due: Date
}

/// What an alert owes now. After an outage each kind comes once, not once for every date that passed.
/// - Parameter confirmBy: end of the day by which a provisional decline should have been confirmed; nil for all others.
public func dueEvents(
    _ life: AlertLife, _ finding: Finding, _ settings: EscalationSettings, confirmBy: Date? = nil, now: Date
) -> [DueEvent] {
    let due = timetable(life, finding, settings, confirmBy: confirmBy).filter { $0.due <= now }.map { entry in
        var entry = entry
        entry.occurrence.at = now
        return entry
    }
    // The latest reminder stands for those before it.
    let last = due.filter { $0.occurrence.event == .reminder }.max { $0.due < $1.due }
    return due.filter { $0.occurrence.event != .reminder } + (last.map { [$0] } ?? [])
}

/// When to ask again; nil where nothing more will come by itself.
public func nextDue(
    _ life: AlertLife, _ finding: Finding, _ settings: EscalationSettings, confirmBy: Date? = nil, now: Date
) -> Date? {
    timetable(life, finding, settings, confirmBy: confirmBy).map(\.due).filter { $0 > now }.min()
}

/// All that will still come of itself, in any order, unless somebody acts before.
public func timetable(_ life: AlertLife, _ finding: Finding, _ settings: EscalationSettings, confirmBy: Date?)
    -> [DueEvent]
{
    // The laboratory's task is not escalated, but for a rise whose confirming sample does not come.
    guard !life.isOver, finding.severity == .warning || finding.severity == .critical || confirmBy != nil else {
        return []
    }
    var entries: [DueEvent] = []
    func add(_ event: AlertEventKind, _ escalation: Escalation?, _ due: Date) {
        // A silence puts off, it does not cancel.
        let due = max(due, life.silencedUntil ?? due)
        entries.append(DueEvent(occurrence: AlertOccurrence(event, at: due, escalation: escalation), due: due))
    }
    if let confirmBy, !finding.confirmed, !life.escalated.contains(.overdueConfirmation) {
        add(.escalated, .overdueConfirmation, confirmBy)
    }
    guard life.state != .acknowledged, finding.severity != .task else { return entries }
    let grave = finding.severity == .critical || finding.confirmed
    let steps: [(Escalation, Double)] =
        grave
        ? [(.second, settings.criticalSecondSeconds), (.head, settings.criticalHeadSeconds)]
        : [(.second, settings.warningSecondSeconds)]
    for (step, seconds) in steps where !life.escalated.contains(step) { add(.escalated, step, life.since + seconds) }
    for day in settings.reminderDays.sorted() where life.since + day * 86_400 > life.lastReminder ?? life.since {
        add(.reminder, nil, life.since + day * 86_400)
    }
    return entries
}
