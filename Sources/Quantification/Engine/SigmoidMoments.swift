// The sums over a curve's cycles that every step of the fit is made of, and what enters the curve linearly.

/// Weighted sums over the cycles for one (m, ln k, ln f); j counts the unknowns, d_j = ∂g/∂θ_j.
struct Moments {
    var w = 0.0, g = 0.0, gg = 0.0, y = 0.0, gy = 0.0, yy = 0.0
    var d = SIMD4<Double>(), dg = SIMD4<Double>(), dy = SIMD4<Double>()
    var d00 = 0.0, d01 = 0.0, d02 = 0.0, d11 = 0.0, d12 = 0.0, d22 = 0.0

    /// One pass over the cycles: the shape at `theta`, its derivatives and their weighted sums with `data`, one of the
    /// workspace's own buffers.
    init(_ space: borrowing CurveWorkspace, of data: UnsafeMutableBufferPointer<Double>, _ theta: SIMD4<Double>) {
        let m = theta[0], k = exponential(theta[1]), f = exponential(theta[2])
        var sw = Lanes(), sg = Lanes(), sgg = Lanes(), sy = Lanes(), sgy = Lanes(), syy = Lanes()
        var s0 = Lanes(), s1 = Lanes(), s2 = Lanes(), g0 = Lanes(), g1 = Lanes(), g2 = Lanes(), y0 = Lanes(),
            y1 = Lanes(), y2 = Lanes()
        var d00 = Lanes(), d01 = Lanes(), d02 = Lanes(), d11 = Lanes(), d12 = Lanes(), d22 = Lanes()
        var walk = SigmoidWalk(midpoint: m, steepness: k, cycles: space.padded)
        var x = Lanes(1, 2, 3, 4)
        var i = 0
        while i < space.padded {
            let y = data.lanes(i)
            let w = space.weight.lanes(i)
            let u = k * (x - m)
            let e = walk.next()
            let l = logarithm(1 + e)
            let g = exponential(-f * l)
            let fsg = f * g * (e / (1 + e))
            let p0 = -k * fsg
            let p1 = u * fsg
            let p2 = -f * l * g
            let wg = w * g, wy = w * y
            sw += w
            sg += wg
            sgg += wg * g
            sy += wy
            sgy += wy * g
            syy += wy * y
            let w0 = w * p0, w1 = w * p1, w2 = w * p2
            s0 += w0
            s1 += w1
            s2 += w2
            g0 += w0 * g
            g1 += w1 * g
            g2 += w2 * g
            y0 += w0 * y
            y1 += w1 * y
            y2 += w2 * y
            d00 += w0 * p0
            d01 += w0 * p1
            d02 += w0 * p2
            d11 += w1 * p1
            d12 += w1 * p2
            d22 += w2 * p2
            x += 4
            i += 4
        }
        self.w = sw.sum()
        self.g = sg.sum()
        self.gg = sgg.sum()
        self.y = sy.sum()
        self.gy = sgy.sum()
        self.yy = syy.sum()
        self.d = SIMD4(s0.sum(), s1.sum(), s2.sum(), 0)
        self.dg = SIMD4(g0.sum(), g1.sum(), g2.sum(), 0)
        self.dy = SIMD4(y0.sum(), y1.sum(), y2.sum(), 0)
        self.d00 = d00.sum()
        self.d01 = d01.sum()
        self.d02 = d02.sum()
        self.d11 = d11.sum()
        self.d12 = d12.sum()
        self.d22 = d22.sum()
    }
}

/// Baseline, amplitude and residual for one trial.
struct LinearPart {
    let baseline: Double
    let amplitude: Double
    let rss: Double
    /// False where the amplitude was cut to its bounds.
    let amplitudeFree: Bool

    init(_ s: Moments) {
        let variance = s.gg - s.g * s.g / s.w
        let covariance = s.gy - s.g * s.y / s.w
        let total = s.yy - s.y * s.y / s.w
        let free = variance > 0 ? covariance / variance : SigmoidBounds.amplitude.lowerBound
        amplitude = min(max(free, SigmoidBounds.amplitude.lowerBound), SigmoidBounds.amplitude.upperBound)
        baseline = (s.y - amplitude * s.g) / s.w
        rss = max(total - 2 * amplitude * covariance + amplitude * amplitude * variance, 0)
        amplitudeFree = amplitude == free
    }
}
