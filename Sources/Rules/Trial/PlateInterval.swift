// How wide a plate's intervals are, so that the trial's rules meet what they meet in a laboratory.
import Foundation

/// Half the 95 % interval of a sample of three wells, log10: errors of pipetting, of the standard curve and of its
/// dilution steps, which are the same at all levels, and counting, which grows towards few copies. The two numbers
/// enclose what `analyze` gives on the simulated cohort and on plates of counted molecules (`PlateIntervalTests`).
public struct PlateInterval: Hashable, Sendable {
    /// Standard deviation at many copies, log10.
    public var sdLog10 = 0.042
    /// Variance that counting and the curve's low end add at one copy, log10²; at n copies an nth of it.
    public var varianceOfOneCopy = 0.28

    public init() {}

    public func halfWidthLog10(copies: Double) -> Double {
        1.96 * (sdLog10 * sdLog10 + varianceOfOneCopy / max(copies, 1)).squareRoot()
    }
}
