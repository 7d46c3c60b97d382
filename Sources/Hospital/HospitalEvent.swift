// What the hospital's systems are told, before any standard has a say in how it is written.
public import Alerts
public import Assay
public import Foundation

/// The number of a message within a site: the record that it tells of. The journal gives each number once, and a result
/// is taken back at most once, so no number has two meanings.
public struct MessageNumber: Hashable, Sendable {
    public let record: Int64
    /// Takes the result of that record back.
    public let isVoid: Bool

    public init(_ record: Int64, isVoid: Bool = false) {
        self.record = record
        self.isVoid = isVoid
    }

    /// `LAB1-000000031`, or `LAB1-000000031X`: HL7 gives a control id 20 characters.
    public func text(site: String) -> String {
        let digits = String(record)
        return site + "-" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits + (isVoid ? "X" : "")
    }
}

/// One thing that happened, for one patient.
public struct HospitalEvent: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case result(ReportedResult)
        case alert(ReportedAlert)
        /// A person tries the line: it concerns no patient.
        case test(String)
    }

    public let number: MessageNumber
    /// The record that made it happen: events come in its order. Of a result that is taken back, the record that did.
    public let cause: Int64
    /// When that record was written.
    public let time: Date
    /// Study code; empty for a test.
    public let patient: String
    public let content: Content

    public init(number: MessageNumber, cause: Int64, time: Date, patient: String, content: Content) {
        self.number = number
        self.cause = cause
        self.time = time
        self.patient = patient
        self.content = content
    }
}

/// One sample and target of one run, of one patient.
public struct ReportedResult: Hashable, Sendable {
    /// The laboratory's number of the order: the same for every save of the run and every verdict on it, another for
    /// another patient.
    public let order: String
    /// The laboratory's number of the report: one a run and patient.
    public let report: String
    /// Every order of the same run and patient that was told of up to this event and not taken back, this one with it.
    public let reportOrders: [String]
    public let run: RunIdentity
    public let instrument: String?
    public let sample: String
    public let target: String
    /// What counts, or why nothing does.
    public let quantity: Quantity
    public let flags: [Flag]
    /// The day on which the sample was taken; nil where the patients file does not tell.
    public let sampled: CalendarDate?
    /// The result that this one replaces.
    public let replaces: MessageNumber?
    /// A value that counted was told under this order before.
    public let correctsValue: Bool
    /// Why the result is taken back; nil where it is not.
    public let voided: String?

    public init(
        order: String, report: String, reportOrders: [String], run: RunIdentity, instrument: String?, sample: String,
        target: String,
        quantity: Quantity, flags: [Flag], sampled: CalendarDate?, replaces: MessageNumber?, correctsValue: Bool,
        voided: String?
    ) {
        self.order = order
        self.report = report
        self.reportOrders = reportOrders
        self.run = run
        self.instrument = instrument
        self.sample = sample
        self.target = target
        self.quantity = quantity
        self.flags = flags
        self.sampled = sampled
        self.replaces = replaces
        self.correctsValue = correctsValue
        self.voided = voided
    }

    /// The order's number: twelve digits of the SHA-256 over everything that tells it from others, which make it
    /// unique, then what a person recognises it by. Receivers keep 50 characters and few signs.
    public static func orderNumber(digest: String, sample: String, target: String) -> String {
        String("\(digest.prefix(12)).\(plain(sample)).\(plain(target))".prefix(50))
    }

    private static func plain(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(40).map { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-": Character(scalar)
                default: "_"
                }
            })
    }
}

/// One event of one alert.
public struct ReportedAlert: Hashable, Sendable {
    /// As it stood after the event.
    public let alert: Alert
    public let event: AlertEventKind
    /// Why, for corrections, clearances and closures.
    public let reason: String?
    /// The order of the result that it stands on; nil where it stands on none.
    public let order: String?

    public init(alert: Alert, event: AlertEventKind, reason: String?, order: String?) {
        self.alert = alert
        self.event = event
        self.reason = reason
        self.order = order
    }
}
