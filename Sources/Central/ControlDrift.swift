// A site whose run controls drift against the others': one control is one tube of one lot, so its copies are the same
// everywhere, and the sites are each other's reference.
internal import Assay
internal import Statistics

/// One run control of one site, by how it stands against the others.
public struct SiteControl: Hashable, Sendable {
    public let site: String
    public let control: String
    public let target: String
    public let runs: Int
    /// Median of its runs, log10 copies.
    public let level: Double
    /// The same minus the median of the other sites' levels; nil where too few others have the control.
    public let deviation: Double?
    /// The deviation lies beyond the limit.
    public let drifts: Bool
}

public enum ControlDrift {
    /// Fewer runs of a site say nothing yet.
    public static let runsMin = 3
    /// With one other site nobody can say which of the two has moved.
    public static let othersMin = 2
    /// log10: a factor of two, that between a drift and the scatter of an assay's controls. This project's choice.
    public static let limit = 0.3

    /// - Parameter levels: log10 copies of each run control in the time that is looked at.
    public static func compare(_ levels: [(site: String, control: String, target: String, level: Double)])
        -> [SiteControl]
    {
        struct Key: Hashable { let control, target: String }
        let controls = Dictionary(grouping: levels) {
            Key(control: AssaySettings.folded($0.control), target: AssaySettings.folded($0.target))
        }
        return controls.values.flatMap { runs -> [SiteControl] in
            let sites = Dictionary(grouping: runs, by: \.site)
            let medians = sites.filter { $0.value.count >= runsMin }.compactMapValues { median($0.map(\.level)) }
            let ranked = medians.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            let sorted = ranked.map(\.value)
            return ranked.enumerated().map { rank, entry in
                let (site, level) = entry
                let deviation = sorted.count > othersMin ? level - medianOfOthers(than: rank, in: sorted) : nil
                return SiteControl(
                    site: site, control: runs[0].control, target: runs[0].target, runs: sites[site]?.count ?? 0,
                    level: level, deviation: deviation, drifts: deviation.map { $0.magnitude > limit } ?? false)
            }
        }.sorted { ($0.control, $0.target, $0.site) < ($1.control, $1.target, $1.site) }
    }

    /// The median of all but one, without sorting anew for each site.
    /// - Parameter sorted: ascending, two values or more.
    private static func medianOfOthers(than rank: Int, in sorted: [Double]) -> Double {
        func other(_ index: Int) -> Double { sorted[index < rank ? index : index + 1] }
        let count = sorted.count - 1
        return count % 2 == 1 ? other(count / 2) : (other(count / 2 - 1) + other(count / 2)) / 2
    }
}
