import Assay
import Foundation

/// One simulated tube: the copies that fell into it and what the instrument read.
struct Reaction {
    let copies: Double
    let fluorescence: [Double]
    /// °C of the block at each reading.
    let temperature: [Double]
    let melt: MeltCurve?
}

extension ReactionChemistry {
    /// Concentration → copies in the tube (Poisson) → sigmoid on a drifting baseline, with noise. The curve grows by
    /// the efficiency while it is far from its plateau: F(c) = A·(1 + e^(−k(c−m)))^(−f), k = ln E / f, so that F → gain
    /// · copies · E^c for early cycles.
    func reaction(
        of targetName: String, concentration: Double, cycles: Int, melt: Bool, random: inout SeededRandom
    ) -> Reaction {
        let target = target(targetName)
        let delivered = concentration * templateMicrolitres * exp(pipettingCV * random.normal())
        let copies = random.poisson(delivered)
        let plateau = target.plateau * max(0.5, 1 + plateauCV * random.normal())
        let level = baseline + baselineSD * random.normal()
        let slope = drift + driftSD * random.normal()
        let logEfficiency = log(target.efficiency)
        let midpoint = singleCopyCycle + (log(plateau / crossing) - log(copies)) / logEfficiency
        let readings = (1...max(cycles, 1)).map { cycle in
            let growth = pow(1 + exp(-logEfficiency / target.shape * (Double(cycle) - midpoint)), -target.shape)
            let signal = copies > 0 ? plateau * growth : 0
            let settling = 0.004 * exp(-Double(cycle - 1) / 2)
            let scatter = noise * random.normal() + proportionalNoise * signal * random.normal()
            return level + slope * Double(cycle) - settling + signal + scatter
        }
        let temperatures = readings.map { _ in 72.02 + 0.01 * random.normal() }
        let product = max(0, (readings.last ?? level) - level - slope * Double(cycles))
        let curve = melt ? meltCurve(of: target, product: product, background: level, random: &random) : nil
        return Reaction(copies: copies, fluorescence: readings, temperature: temperatures, melt: curve)
    }

    /// 65 → 97 °C, five readings a degree: the double strands of `product` part around the target's Tm, the dye fades
    /// with heat.
    private func meltCurve(of target: Target, product: Double, background: Double, random: inout SeededRandom)
        -> MeltCurve
    {
        let start = 65.1 + 0.05 * random.normal()
        let tm = target.meltingTemperature + 0.08 * random.normal()
        let temperatures = (0..<158).map { start + 0.2 * Double($0) + 0.004 * random.normal() }
        let fluorescence = temperatures.map { t in
            let bound = 1 / (1 + exp((t - tm) / 0.55))
            let fading = 1 - 0.012 * (t - 65)
            return (background + product * bound) * fading + 0.0008 * random.normal()
        }
        return MeltCurve(temperature: temperatures, fluorescence: fluorescence)
    }
}
