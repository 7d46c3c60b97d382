// The noise of one cycle, told apart from any smooth curve, and the cycles that a fit should not see: spikes and the
// settling start.

extension CurveWorkspace {
    /// Standard deviation of one cycle's value on the scaled curve, from the median of the second differences: a smooth
    /// curve has none, and white noise of SD σ gives them the SD σ·√6. Nil where no three cycles in a row are present.
    borrowing func cycleNoise() -> Double? {
        var used = 0
        for i in 1..<max(count - 1, 1) where present[i - 1] * present[i] * present[i + 1] > 0 {
            scratch[used] = abs(y[i + 1] - 2 * y[i] + y[i - 1])
            used += 1
        }
        guard used > 0 else { return nil }
        // 0.6745 is the median of |z| of a standard normal.
        return UnsafeMutableBufferPointer(rebasing: scratch[0..<used]).select(used / 2) / 0.674_489_75
            / 2.449_489_742_783_178
    }

    /// Makes single cycles missing that leap away from both neighbours and back, the worst first. Returns how many;
    /// more than `spikesMax` are noise and stay.
    mutating func removeSpikes() -> Int {
        guard let noise else { return 0 }
        var found = 0
        while let spike = worstSpike(noise: noise) {
            if found == spikesMax {
                for j in 0..<found { restore(Int(scratch[j]), smooth[j]) }
                return 0
            }
            scratch[found] = Double(spike)
            smooth[found] = y[spike]
            found += 1
            drop(spike)
        }
        return found
    }

    /// The cycle that stands out most, beyond ten times the noise. On a slope the neighbours' mean tells a spike only
    /// where it exceeds 1.5 times their difference (the steepest sigmoid stays below a third) and a twentieth of the
    /// range; the cubic through two neighbours either side tells one of a tenth of the range (the steepest: 0.03).
    private borrowing func worstSpike(noise: Double) -> Int? {
        var worst: (cycle: Int, leap: Double)?
        for i in 1..<max(count - 1, 1) where present[i - 1] * present[i] * present[i + 1] > 0 {
            let leap = abs(y[i] - 0.5 * (y[i - 1] + y[i + 1]))
            var stands = leap > 0.05 && leap > 1.5 * abs(y[i + 1] - y[i - 1])
            if !stands, i >= 2, i < count - 2, present[i - 2] * present[i + 2] > 0 {
                stands = abs(y[i] - (4 * (y[i - 1] + y[i + 1]) - y[i - 2] - y[i + 2]) / 6) > 0.1
            }
            if stands, leap > 10 * noise, leap > worst?.leap ?? 0 { worst = (i, leap) }
        }
        return worst?.cycle
    }

    /// In the first cycles the signal of many instruments still settles from above. Makes the leading cycles missing
    /// that lie above the fit by more than four times its usual residual and half a percent of the amplitude; never
    /// more than the first third. Returns how many.
    mutating func dropSettlingCycles(_ sigmoid: Sigmoid) -> Int {
        storeResiduals(of: sigmoid, upTo: count)
        var used = 0
        for i in 0..<count where present[i] > 0 {
            scratch[used] = abs(smooth[i])
            used += 1
        }
        let usual = UnsafeMutableBufferPointer(rebasing: scratch[0..<used]).select(used / 2)
        // 1.4826 makes the median of |residual| a standard deviation.
        let limit = max(4 * 1.4826 * usual, 0.005 * min(sigmoid.amplitude, 1.5))
        var found = 0
        for i in 0..<(count / 3) where present[i] > 0 {
            guard smooth[i] > limit else { break }
            drop(i)
            found += 1
        }
        return found
    }

    /// A plateau that falls off cycle by cycle (bleaching, strands that find each other before the primers do) is no
    /// part of a rise: makes the cycles after the top missing where the signal ends lower by three tenths of its range,
    /// in means of three cycles. A drift takes less, and the plateau helps to see it; what drops at once is no plateau.
    /// Both stay.
    mutating func dropFallingEnd() {
        var top = (cycle: 0, mean: -Double.infinity), last = -Double.infinity, steepest = 0.0
        for i in 1..<max(count - 1, 1) where present[i - 1] * present[i] * present[i + 1] > 0 {
            let mean = (y[i - 1] + y[i] + y[i + 1]) / 3
            steepest = max(steepest, last - mean)
            if mean > top.mean { (top, steepest) = ((i, mean), 0) }
            last = mean
        }
        var before = 0.0
        for i in 0...top.cycle { before += present[i] }
        if before >= Double(cyclesMin), top.mean - last > FallingEnd.shareMin, steepest < FallingEnd.stepMax {
            dropTrailing(after: top.cycle)
        }
    }

    /// Makes the cycles after one missing.
    mutating func dropTrailing(after cycle: Int) {
        for i in 0..<count where i > cycle && present[i] > 0 { drop(i) }
    }

    /// Writes data minus fit of the first `end` cycles (and up to three more) into `smooth`.
    borrowing func storeResiduals(of sigmoid: Sigmoid, upTo end: Int) {
        var walk = SigmoidWalk(midpoint: sigmoid.midpoint, steepness: sigmoid.steepness, cycles: padded)
        let asymmetry = sigmoid.asymmetry
        var i = 0
        while i < end {
            let g = exponential(-asymmetry * logarithm(1 + walk.next()))
            smooth.store(y.lanes(i) - sigmoid.baseline - sigmoid.amplitude * g, at: i)
            i += 4
        }
    }

    /// Makes the first `settling` cycles that are present missing, as an earlier fit found.
    mutating func dropLeading(_ settling: Int) {
        var left = settling
        for i in 0..<count where present[i] > 0 && left > 0 {
            drop(i)
            left -= 1
        }
    }

    private mutating func drop(_ cycle: Int) {
        present[cycle] = 0
        weight[cycle] = 0
        y[cycle] = 0
    }

    private mutating func restore(_ cycle: Int, _ value: Double) {
        present[cycle] = 1
        weight[cycle] = 1
        y[cycle] = value
    }

    /// Scales the present cycles to 0…1 again. Returns the factor; 0 where nothing varies any more.
    mutating func rescale() -> Double {
        var low = Double.infinity, high = -Double.infinity
        for i in 0..<count where present[i] > 0 {
            low = min(low, y[i])
            high = max(high, y[i])
        }
        let span = high - low
        guard span > 1e-12 else { return 0 }
        for i in 0..<count where present[i] > 0 { y[i] = (y[i] - low) / span }
        return span
    }
}

let spikesMax = 3
private enum FallingEnd {
    /// A plateau that ends lower than its top by less of the range is followed to its end; one that drops faster than
    /// this a cycle is no plateau.
    static let shareMin = 0.3, stepMax = 0.1
}
/// Each round may uncover more settling cycles, because the fit no longer bends to the first ones.
let settlingRoundsMax = 4
