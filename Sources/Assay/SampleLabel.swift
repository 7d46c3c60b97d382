/// What a sample's name says: whose it is and when it was taken.
public struct SampleLabel: Hashable, Sendable, Codable {
    public enum Sampling: Hashable, Sendable, Codable {
        /// Days after the infusion; negative before it.
        case day(Int)
        case date(CalendarDate)
        /// The name carries neither.
        case unstated
    }
    /// Study code, `[A-Za-z0-9._-]{1,32}`.
    public let patient: String
    public let sampling: Sampling

    public init(patient: String, sampling: Sampling) {
        self.patient = patient
        self.sampling = sampling
    }
}
