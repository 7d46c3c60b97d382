// Wells of one target end at different plateaus. Where the optics differ (gain), the whole curve is larger and a
// threshold has to move with the plateau; where the chemistry ends earlier, the early phase is the same and the
// threshold has to stay. The curves themselves tell which: if gain is the cause, growth slows to a given rate at the
// same share of every plateau; if chemistry is, at the same fluorescence.

struct PlateauScale {
    /// 0: thresholds follow each curve's own plateau. 1: one fluorescence for all curves of the target.
    var absoluteShare = 0.0
    /// Median of ln(plateau fluorescence) of the target.
    var medianLogPlateau = 0.0

    /// A curve's ln(rise) for the quantification threshold, given ln of its plateau fluorescence.
    func logThreshold(logPlateau: Double) -> Double {
        logarithm(quantificationRise) - absoluteShare * fadedDistance(logPlateau: logPlateau)
    }

    /// A plateau a factor e from the usual one is no longer taken for chemistry: the distance fades out.
    private func fadedDistance(logPlateau: Double) -> Double {
        let apart = logPlateau - medianLogPlateau
        let squared = apart * apart
        return apart * exponential(-squared * squared)
    }

    /// The share learned from the shapes of the curves, corrected by what their replicates say. `replicates` is as long
    /// as `curves`, or empty.
    init(_ curves: [(sigmoid: Sigmoid, logPlateau: Double)], replicates: [Int?]) {
        self.init(curves)
        let points = zip(curves, replicates).compactMap { curve, replicate in
            replicate.map { replicate in
                let own = logarithm(quantificationRise)
                let cycle = curve.sigmoid.cycle(atLogRise: own)
                let move = cycle - curve.sigmoid.cycle(atLogRise: own - fadedDistance(logPlateau: curve.logPlateau))
                return ReplicateShare.Point(cycle: cycle, move: move, replicate: replicate)
            }
        }
        guard let seen = ReplicateShare(points) else { return }
        let known = 1 / (shapeShareSD * shapeShareSD), told = 1 / max(seen.variance, 1e-9)
        absoluteShare = min(max((absoluteShare * known + seen.value * told) / (known + told), 0), 1)
    }

    /// Learns the share by regressing ln(rise at which growth has slowed) on ln(plateau), and on the Cq beside it (late
    /// curves differ in both for reasons of their own), over the curves of a target that show their whole shape.
    init(_ curves: [(sigmoid: Sigmoid, logPlateau: Double)]) {
        guard !curves.isEmpty else { return }
        medianLogPlateau = median(curves.map(\.logPlateau))
        var points: [(plateau: Double, cycle: Double, rise: Double)] = []
        for curve in curves {
            let plateau = curve.logPlateau - medianLogPlateau
            guard abs(plateau) < plateauRange, curve.sigmoid.amplitude < amplitudeSeen,
                curve.sigmoid.asymmetry < asymmetryKnown,
                let rise = curve.sigmoid.logRise(atGrowthRate: slowedGrowth)
            else { continue }
            points.append((plateau, curve.sigmoid.cycle(atRise: quantificationRise), rise))
        }
        guard points.count >= pointsMin else { return }
        let middle = median(points.map(\.rise))
        let spread = 1.4826 * median(points.map { abs($0.rise - middle) }) + 1e-9
        points.removeAll { abs($0.rise - middle) >= 5 * spread }
        guard points.count >= pointsMin else { return }
        let n = Double(points.count)
        let meanPlateau = points.reduce(0) { $0 + $1.plateau } / n, meanCycle = points.reduce(0) { $0 + $1.cycle } / n
        let meanRise = points.reduce(0) { $0 + $1.rise } / n
        // Normal equations of two regressors; the small term keeps them solvable where all plateaus or all cycles are
        // equal.
        var pp = 1e-10, cc = 1e-10, pc = 0.0, py = 0.0, cy = 0.0, yy = 0.0
        for point in points {
            let p = point.plateau - meanPlateau, c = point.cycle - meanCycle, y = point.rise - meanRise
            pp += p * p
            cc += c * c
            pc += p * c
            py += p * y
            cy += c * y
            yy += y * y
        }
        let determinant = pp * cc - pc * pc
        guard determinant > 0 else { return }
        let slope = (py * cc - cy * pc) / determinant, cycleSlope = (cy * pp - py * pc) / determinant
        let slopeVariance = max(yy - slope * py - cycleSlope * cy, 0) / (n - 3) * cc / determinant
        // Shrunk towards 0, each curve by its own plateau, as far as the slope is uncertain: a share of 1 either way is
        // all that is conceivable.
        absoluteShare = min(max(-slope / (1 + slopeVariance), 0), 1)
    }
}

/// How far the share from shapes is trusted beside that from replicates.
private let shapeShareSD = 0.15
/// ln(1.57): growth has slowed from near 2 to half of it, well inside the rise and well measured.
private let slowedGrowth = 0.45
/// Curves that far (a factor of two) from the target's usual plateau are another matter.
private let plateauRange = 0.7
/// Beyond this extrapolation the plateau was not seen.
private let amplitudeSeen = 3.0
/// At the fit's bound the shape is not determined.
let asymmetryKnown = 4.9
private let pointsMin = 6
