import Foundation

/// Copies/µl gDNA of one patient over time: Stein 2019 (doi 10.1002/psp4.12388, the clinical domain's section 5), and
/// where a patient relapses a fall to a last level, straight on the logarithmic scale.
struct ExpansionKinetics: Sendable {
    struct Decline: Sendable {
        /// Day on which the fall begins.
        let from: Double
        /// Day on which `copies` are reached.
        let to: Double
        let copies: Double
    }
    /// Copies/µl gDNA at the peak.
    let peak: Double
    /// Day of the peak.
    let peakDay: Double
    /// Part of the peak that persists.
    let persistent: Double
    /// Loss of the persistent part a day.
    let slowLoss: Double
    var decline: Decline?

    /// Fold expansion up to the peak, and loss a day of the part that contracts: typical values of the model.
    static let foldExpansion = 3900.0
    static let contraction = 0.16

    /// Zero up to the infusion.
    func copies(day: Double) -> Double {
        guard day > 0 else { return 0 }
        if let decline, day > decline.from {
            let fraction = (day - decline.from) / (decline.to - decline.from)
            return exp(log(free(decline.from)) * (1 - fraction) + log(decline.copies) * fraction)
        }
        return free(day)
    }

    private func free(_ day: Double) -> Double {
        guard day >= peakDay else { return peak / Self.foldExpansion * exp(log(Self.foldExpansion) / peakDay * day) }
        let since = day - peakDay
        return peak * ((1 - persistent) * exp(-Self.contraction * since) + persistent * exp(-slowLoss * since))
    }
}
