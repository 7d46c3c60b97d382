// The noise of one cycle, told apart from any smooth curve, and single cycles that stand out of it.

extension CurveWorkspace {
    /// Standard deviation of one cycle's value on the scaled curve, from the median of the second differences: a smooth curve has none, and
    /// white noise of SD σ gives them the SD σ·√6. Nil where no three cycles in a row are present.
    borrowing func cycleNoise() -> Double? {
        var used = 0
        for i in 1..<max(count - 1, 1) where present[i - 1] * present[i] * present[i + 1] > 0 {
            scratch[used] = abs(y[i + 1] - 2 * y[i] + y[i - 1])
            used += 1
        }
        guard used > 0 else { return nil }
        var sorted = UnsafeMutableBufferPointer(rebasing: scratch[0..<used])
        sorted.sort()
        // 0.6745 is the median of |z| of a standard normal.
        return sorted[used / 2] / 0.674_489_75 / 2.449_489_742_783_178
    }

    /// Makes single cycles missing that leap away from both neighbours and back: beyond ten times the noise, a twentieth of the range, and 1.5 times
    /// the neighbours' own difference (the steepest sigmoid stays below a third of it). Returns how many; more than `spikesMax` are noise and stay.
    mutating func removeSpikes() -> Int {
        guard let noise = cycleNoise() else { return 0 }
        var found = 0
        for i in 1..<max(count - 1, 1) where present[i - 1] * present[i] * present[i + 1] > 0 {
            let leap = abs(y[i] - 0.5 * (y[i - 1] + y[i + 1]))
            let slope = abs(y[i + 1] - y[i - 1])
            if leap > 10 * noise, leap > 0.05, leap > 1.5 * slope {
                scratch[found] = Double(i)
                found += 1
                if found > spikesMax { return 0 }
            }
        }
        for j in 0..<found {
            let i = Int(scratch[j])
            present[i] = 0
            weight[i] = 0
            y[i] = 0
        }
        return found
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
