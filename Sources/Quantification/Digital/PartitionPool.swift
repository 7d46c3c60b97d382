// Copies from counted partitions: Poisson's distribution of molecules over partitions of equal volume.
import Assay
import Foundation

/// The partitions of one sample's wells together.
struct PartitionPool: Hashable {
    let positive: Int
    let negative: Int
    let wells: Int
    var accepted: Int { positive + negative }

    init(_ counts: [PartitionCount]) {
        positive = counts.reduce(0) { $0 + $1.positive }
        negative = counts.reduce(0) { $0 + $1.negative }
        wells = counts.count
    }

    /// Molecules a partition, −ln(negative / accepted), with its 95 % interval: Wilson's of the share of positive
    /// partitions, which holds at few positives too (E. B. Wilson, J Am Stat Assoc 1927, 22, 209). Nil where no
    /// partition is negative: then the molecules can be any number.
    /// - Parameter dispersion: variance between the wells as a multiple of counting's.
    func moleculesPerPartition(dispersion: Double = 1) -> Estimate? {
        guard negative > 0, accepted > 0 else { return nil }
        let n = Double(accepted), share = Double(positive) / n
        let z = Self.z * dispersion.squareRoot(), z2 = z * z
        let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        let half = z / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
        return Estimate(
            -log1p(-share), low: -log1p(-max(centre - half, 0)), high: -log1p(-min(centre + half, 1 - 1e-12)))
    }

    private static let z = 1.959963984540054

    /// Molecules a partition where so many of the pool's partitions are positive.
    func molecules(atPositives positives: Int) -> Double {
        -log1p(-min(Double(positives) / Double(max(accepted, 1)), 1 - 1e-12))
    }
    /// The same where so few are negative.
    func molecules(atNegatives negatives: Int) -> Double { -log(Double(max(negatives, 1)) / Double(max(accepted, 1))) }

    /// Variance between wells as a multiple of what counting gives, χ²/(wells − 1): 1 where a test of homogeneity at
    /// 0.1 % sees no more than counting.
    static func dispersion(_ counts: [PartitionCount]) -> Double {
        let pool = PartitionPool(counts)
        guard counts.count > 1, pool.positive > 0, pool.negative > 0 else { return 1 }
        let share = Double(pool.positive) / Double(pool.accepted)
        let chiSquare = counts.reduce(0) { sum, count in
            let n = Double(count.accepted), off = Double(count.positive) - n * share
            return n > 0 ? sum + off * off / (n * share * (1 - share)) : sum
        }
        // The 99.9 % quantile of χ² (E. B. Wilson and M. M. Hilferty, PNAS 1931, 17, 684).
        let freedom = Double(counts.count - 1), spread = 2 / (9 * freedom)
        return chiSquare <= freedom * pow(1 - spread + 3.090232306 * spread.squareRoot(), 3)
            ? 1 : max(chiSquare / freedom, 1)
    }

    /// Largest difference between wells in cycles of a real-time PCR, log2 of the ratio; 0 where a well has none or
    /// nothing but positives.
    static func range(_ counts: [PartitionCount]) -> Double {
        let means = counts.compactMap { PartitionPool([$0]).moleculesPerPartition()?.value }.filter { $0 > 0 }
        guard let least = means.min(), let most = means.max() else { return 0 }
        return log2(most / least)
    }
}
