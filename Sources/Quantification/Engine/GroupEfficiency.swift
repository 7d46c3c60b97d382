// Efficiency and starting fluorescence of a target. One curve's efficiency carries little (SD 0.06 to 0.2), so it is
// pooled over the target's curves and held near what PCRs are known to do.

struct GroupEfficiency {
    /// Amplification factor a cycle.
    let value: Double
    /// Fluorescence above the baseline at which Cq is read, in the curves' own units.
    let threshold: Double

    /// `growth`: e^(k·f), the early growth of each curve of the target whose shape is determined.
    init(growth: [Double], medianLogPlateau: Double) {
        threshold = quantificationRise * exponential(medianLogPlateau)
        guard growth.count >= 3 else {
            value = usualEfficiency
            return
        }
        // A normal prior (the usual efficiency, SD 0.07 over published dilution series) and one measurement of SD 0.17,
        // which reads high by 0.05 because the sigmoid's early phase is steeper than the reaction's: the posterior mean
        // moves 15 % of the way.
        let measured = min(max(median(growth), 1.6), 2.3) - 0.05
        value = min(usualEfficiency + 0.15 * (measured - usualEfficiency), 2)
    }

    /// N0 = threshold/E^Cq, cycles counted from 1: proportional to the starting quantity within the target.
    func startingFluorescence(cycle: Double) -> Double {
        exponential(logarithm(max(threshold, 1e-300)) - cycle * logarithm(value))
    }
}

/// Mean of the standard curves' efficiencies over 17 published dilution sets.
private let usualEfficiency = 1.92
