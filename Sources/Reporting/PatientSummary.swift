import Alerts
import Assay
import Rules

/// A patient as a list with small courses shows one.
public struct PatientSummary: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        public var day: Int
        /// The value, or the limit it lies beyond.
        public var level: Double
        public var isQuantified: Bool
    }
    public var code: String
    public var infusion: String?
    public var ended: String?
    public var unit: String
    /// Sampling days with a value.
    public var count: Int
    public var last: (day: Int, quantity: QuantityDocument)? {
        lastDay.flatMap { day in lastQuantity.map { (day, $0) } }
    }
    private var lastDay: Int?
    private var lastQuantity: QuantityDocument?
    public var nextVisit: String?
    public var missedVisits: Int
    /// Rules of the alerts that stand, the gravest first.
    public var openRules: [String]
    public var isCritical: Bool
    /// At most `pointsMax`, evenly out of all.
    public var course: [Point]

    /// More than a picture of a thumb's width can show.
    public static let pointsMax = 40

    public init(_ report: PatientReport) {
        let open = report.openAlerts.sorted { $0.finding.severity.gravity > $1.finding.severity.gravity }
        code = report.patient.code
        infusion = report.patient.infusion?.iso
        ended = report.patient.ended?.iso
        unit = report.unit
        count = report.values.count
        lastDay = report.values.last?.day
        lastQuantity = report.values.last.map { QuantityDocument($0.quantity) }
        nextVisit = report.nextVisit.flatMap { date(of: $0.visit.day, report.course.patient)?.iso }
        missedVisits = report.visits.count { $0.state == .missed }
        openRules = open.map(\.finding.rule.text)
        isCritical = open.contains { $0.finding.severity == .critical }
        let points = report.values.compactMap { value -> Point? in
            if let copies = value.copies, copies > 0 {
                return Point(day: value.day, level: copies, isQuantified: true)
            }
            let limit = value.belowLLOQ ? value.lloq : value.aboveULOQ ? value.uloq : nil
            return limit.map { Point(day: value.day, level: $0, isQuantified: false) }
        }
        let step = max(1, (points.count + Self.pointsMax - 1) / Self.pointsMax)
        // From the newest back, so that it is always among them.
        course = points.enumerated().filter { (points.count - 1 - $0.offset).isMultiple(of: step) }.map(\.element)
    }
}

extension Severity {
    /// For lists that show the gravest first.
    package var gravity: Int {
        switch self {
        case .critical: 4
        case .warning: 3
        case .laboratory: 2
        case .notice: 1
        case .task: 0
        }
    }
}
