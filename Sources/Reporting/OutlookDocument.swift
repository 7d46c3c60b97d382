import Assay
import Kinetics
public import Rules

/// What lies ahead of a patient, in `patient --json`: the trend, the time to look for a response, the visits.
public struct OutlookDocument: Codable, Hashable, Sendable {
    /// The line through the last late values, drawn ahead.
    public struct Trend: Codable, Hashable, Sendable {
        /// log10 copies a day, and its one-sided 95 % upper bound.
        public var slope: Double
        public var slopeUpper: Double
        public var values: Int
        public var belowLLOQ: Int
        /// Copies on `day`, and for the two bounds of the slope.
        public var day: Double
        public var copies: Double
        public var low: Double
        public var high: Double
        /// The level asked for (R7's), the day on which the line crosses it, and for the two bounds of the slope.
        public var level: Double
        @OrNull public var crossing: Double?
        @OrNull public var crossingEarliest: Double?
        @OrNull public var crossingLatest: Double?
        /// It falls with one-sided 95 % confidence.
        public var falls: Bool

        enum CodingKeys: String, CodingKey {
            case slope, values, day, copies, low, high, level, crossing, falls
            case slopeUpper = "slope_upper"
            case belowLLOQ = "below_lloq"
            case crossingEarliest = "crossing_earliest"
            case crossingLatest = "crossing_latest"
        }
    }
    /// Days after the infusion, and their dates.
    public struct Window: Codable, Hashable, Sendable {
        public var reached: Int
        public var from: Int
        public var to: Int
        @OrNull public var fromDate: String?
        @OrNull public var toDate: String?

        enum CodingKeys: String, CodingKey {
            case reached, from, to
            case fromDate = "from_date"
            case toDate = "to_date"
        }
    }
    public struct Visit: Codable, Hashable, Sendable {
        public var day: Int
        @OrNull public var date: String?
        /// Sampling days that answer it.
        public var from: Int
        public var to: Int
        @OrNull public var toDate: String?
        public var state: VisitState
        @OrNull public var sampled: Int?

        enum CodingKeys: String, CodingKey {
            case day, date, from, to, state, sampled
            case toDate = "to_date"
        }
    }

    @OrNull public var forecast: Trend?
    @OrNull public var responseWindow: Window?
    @OrNull public var nextVisit: Visit?
    public var visits: [Visit]

    enum CodingKeys: String, CodingKey {
        case forecast, visits
        case responseWindow = "response_window"
        case nextVisit = "next_visit"
    }

    init(_ report: PatientReport) {
        let patient = report.course.patient
        func iso(_ day: Int) -> String? { date(of: day, patient)?.iso }
        func visit(_ scheduled: ScheduledVisit) -> Visit {
            Visit(
                day: scheduled.visit.day, date: iso(scheduled.visit.day), from: scheduled.window.lowerBound,
                to: scheduled.window.upperBound,
                toDate: iso(scheduled.window.upperBound), state: scheduled.state, sampled: scheduled.sampled)
        }
        visits = report.visits.map(visit)
        nextVisit = report.nextVisit.map(visit)
        responseWindow = report.responseWindow.map {
            Window(
                reached: $0.reached, from: $0.days.lowerBound, to: $0.days.upperBound,
                fromDate: iso($0.days.lowerBound), toDate: iso($0.days.upperBound))
        }
        forecast = report.forecast.map {
            Trend(
                slope: $0.slope, slopeUpper: $0.slopeUpper, values: $0.points, belowLLOQ: $0.belowLLOQ, day: $0.day,
                copies: $0.projected, low: $0.projectedLow,
                high: $0.projectedHigh, level: report.rules.lowCopies, crossing: $0.crossing,
                crossingEarliest: $0.crossingEarliest,
                crossingLatest: $0.crossingLatest, falls: $0.falls)
        }
    }
}
