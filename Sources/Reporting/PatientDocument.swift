import Alerts
public import Assay
public import Kinetics
import Rules

/// `kinetics --json`: any series by name.
public struct KineticsDocument: Encodable, Sendable {
    /// The report's own fields with the patient beside them.
    public struct Series: Encodable, Sendable {
        public let patient: String
        public let kinetics: KineticsReport
        public init(patient: String, kinetics: KineticsReport) {
            self.patient = patient
            self.kinetics = kinetics
        }
        private enum Key: String, CodingKey { case patient }
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(patient, forKey: .patient)
            try kinetics.encode(to: encoder)
        }
    }
    public let schema = documentSchema
    public let patients: [Series]
    public init(_ patients: [Series]) { self.patients = patients }
}

/// `patients --json`: each patient of the list with the kinetics and the number of open alerts.
public struct PatientsDocument: Encodable, Sendable {
    public let schema = documentSchema
    public let patients: [PatientDocument]
    public init(_ reports: [PatientReport]) { patients = reports.map { PatientDocument($0) } }
}

/// `patient CODE --json`.
public struct PatientDocument: Encodable, Sendable {
    public struct Value: Encodable, Hashable, Sendable {
        public var day: Int
        /// Its fields stand beside the others.
        public var quantity: QuantityDocument
        public var runs: [String]
        /// Labels of the wells that gave it, in the order of `runs`; empty where that was not kept.
        public var wells: [String]
        /// "qPCR", "dPCR": that which counts, then others of the day.
        public var methods: [MeasurementMethod]
        /// What the others found; no rule judges it.
        public var besides: [Beside]
        /// Measured otherwise than the value before it.
        public var methodChanged: Bool

        /// The same day's value by another method.
        public struct Beside: Encodable, Hashable, Sendable {
            public var method: MeasurementMethod
            @OrNull public var copies: Double?
            @OrNull public var low: Double?
            @OrNull public var high: Double?
            public var unit: String
            public var runs: [String]

            init(_ value: DayValue) {
                method = value.method
                unit = value.quantity.unit
                runs = value.runs.map(\.text)
                copies = value.copies
                low = value.low
                high = value.high
            }
        }

        enum CodingKeys: String, CodingKey {
            case day, runs, wells, methods, besides
            case methodChanged = "method_changed"
        }

        public func encode(to encoder: any Encoder) throws {
            try quantity.encode(to: encoder)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(day, forKey: .day)
            try fields.encode(runs, forKey: .runs)
            try fields.encode(wells, forKey: .wells)
            try fields.encode(methods, forKey: .methods)
            try fields.encode(besides, forKey: .besides)
            try fields.encode(methodChanged, forKey: .methodChanged)
        }
    }
    /// A result that the patient rules do not see.
    public struct Withheld: Codable, Hashable, Sendable {
        public var sample: String
        @OrNull public var day: Int?
        @OrNull public var copies: Double?
        public var run: String
        public var reason: String
    }

    public let schema = documentSchema
    public let patient: String
    @OrNull public var infusion: String?
    /// Dates of all of them.
    public let infusions: [String]
    /// Day of `values` that `kinetics` and `outlook` count from: that of the last infusion, 0 for the first.
    public let origin: Int
    public let dose: String
    public let group: String
    public let physician: String
    @OrNull public var ended: String?
    public let reason: String
    public let target: String
    public let unit: String
    public let values: [Value]
    public let withheld: [Withheld]
    public let kinetics: KineticsReport
    public let outlook: OutlookDocument
    public let alerts: [AlertDocument]

    public init(_ report: PatientReport) {
        patient = report.patient.code
        infusions = report.patient.infusions.map(\.date.iso)
        origin = report.course.offset
        dose = report.patient.dose
        group = report.patient.group
        physician = report.patient.physician
        reason = report.patient.endReason
        target = report.target
        unit = report.unit
        let before = [report.values.first].compactMap(\.self) + report.values.dropLast()
        values = zip(report.values, before).map { value, before in
            Value(
                day: value.day, quantity: QuantityDocument(value.quantity), runs: value.runs.map(\.text),
                wells: value.runs.flatMap { report.wells[value.day]?[$0] ?? [] },
                methods: [value.method] + value.besides.map(\.method),
                besides: value.besides.map(Value.Beside.init), methodChanged: value.method != before.method)
        }
        withheld = report.withheld.map {
            Withheld(sample: $0.sample, day: $0.day, copies: $0.copies, run: $0.runID.text, reason: $0.withheld ?? "")
        }
        kinetics = report.kinetics
        outlook = OutlookDocument(report)
        alerts = report.alerts.map(AlertDocument.init)
        _infusion = OrNull(wrappedValue: report.patient.infusion?.iso)
        _ended = OrNull(wrappedValue: report.patient.ended?.iso)
    }
}
