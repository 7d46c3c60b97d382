/// How much DNA the laboratory measured in its samples' eluates. A sample that was extracted again has another
/// concentration from that day on.
public struct DNAConcentrations: Hashable, Sendable {
    private struct Extraction: Hashable {
        let on: CalendarDate?
        let nanogramsPerMicrolitre: Double
    }
    /// Of each sample, the undated one first, then by date.
    private var extractions: [SampleIdentity: [Extraction]] = [:]

    public init() {}

    /// Samples with a concentration.
    public var count: Int { extractions.count }

    /// - Parameter extracted: nil where the date is not known: it then holds until the first dated extraction.
    /// - Returns: the concentration that is known already of this extraction, where it is another one; nothing changes.
    public mutating func add(_ nanogramsPerMicrolitre: Double, of sample: SampleIdentity, extracted: CalendarDate?)
        -> Double?
    {
        if let known = extractions[sample]?.first(where: { $0.on == extracted }) {
            return known.nanogramsPerMicrolitre == nanogramsPerMicrolitre ? nil : known.nanogramsPerMicrolitre
        }
        let place = extractions[sample]?.firstIndex { Self.comesBefore(extracted, $0.on) }
        let new = Extraction(on: extracted, nanogramsPerMicrolitre: nanogramsPerMicrolitre)
        extractions[sample, default: []].insert(new, at: place ?? extractions[sample]?.count ?? 0)
        return nil
    }

    /// ng/µl of the newest extraction on or before the day; of the undated one alone where the day is not known. Nil
    /// where there is none.
    public func nanogramsPerMicrolitre(of sample: SampleIdentity, on day: CalendarDate?) -> Double? {
        extractions[sample]?.last { $0.on.map { on in day.map { on <= $0 } ?? false } ?? true }?.nanogramsPerMicrolitre
    }

    private static func comesBefore(_ a: CalendarDate?, _ b: CalendarDate?) -> Bool {
        guard let b else { return false }
        return a.map { $0 < b } ?? true
    }
}
