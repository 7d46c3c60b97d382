// Where the fit begins. A good start saves most of its steps and keeps it out of false minima.

extension CurveWorkspace {
    /// Starting values: a 3-cycle running mean gives the baseline (its 10th percentile), the amplitude (its maximum
    /// above that) and the midpoint (half a cycle after its last upward crossing of half the amplitude); k = 0.6 and f
    /// = 1 are a usual PCR.
    borrowing func sigmoidStart() -> Sigmoid {
        var used = 0
        for i in 0..<count {
            var sum = 0.0, weights = 0.0
            for j in max(i - 1, 0)...min(i + 1, count - 1) {
                sum += present[j] * y[j]
                weights += present[j]
            }
            smooth[i] = weights > 0 ? sum / weights : .nan
            if weights > 0 {
                scratch[used] = smooth[i]
                used += 1
            }
        }
        let values = UnsafeMutableBufferPointer(rebasing: scratch[0..<used])
        let baseline = values.select(used / 10)
        let amplitude = max(values.select(used - 1) - baseline, 0.05)
        var crossing: Double?
        var before = Double.nan
        for i in 0..<count where !smooth[i].isNaN {
            let level = baseline + 0.5 * amplitude
            if before < level, smooth[i] >= level { crossing = Double(i + 1) - 0.5 }
            before = smooth[i]
        }
        return Sigmoid(
            baseline: baseline, amplitude: amplitude, midpoint: crossing ?? Double(count) / 2,
            lnSteepness: -0.5108256237659907, lnAsymmetry: 0)
    }
}
