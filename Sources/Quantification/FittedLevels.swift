// The levels of a standard curve as its line sees them: the wells of one quantity move the line together.
import Foundation

/// A variance that depends on the quantity: c₀ + 2·d·c₁ + d²·c₂ with d = log10 quantity − the line's mean log10
/// quantity, cycles².
struct LineVariance: Hashable {
    /// Variance of the line at the mean, its covariance with the slope, and the variance of the slope.
    var atMean = 0.0
    var cross = 0.0
    var slope = 0.0

    func at(_ distance: Double) -> Double { atMean + 2 * distance * cross + distance * distance * slope }

    /// What a shift at the mean and a tilt of standard deviation 1 add.
    mutating func add(shift: Double, tilt: Double, variance: Double) {
        atMean += shift * shift * variance
        cross += shift * tilt * variance
        slope += tilt * tilt * variance
    }
}

struct FittedLevels {
    struct Level {
        let logQuantity: Double
        /// Molecules in a reaction; nil where the unit does not tell.
        let molecules: Double?
        var wells = 0
        /// Σw of its wells.
        var weight = 0.0
        /// Weighted mean of how far its wells lie off the line, cycles.
        var off = 0.0
        /// What a cycle of its mean moves the line at the mean by, and its slope.
        var shift = 0.0
        var tilt = 0.0
    }
    /// From the lowest quantity to the highest.
    let levels: [Level]
    let meanLogQuantity: Double
    /// Weighted squares of the wells about their level's mean, and their degrees of freedom.
    let within: Double
    let withinFreedom: Double

    init(_ points: [CalibrationPoint], line: WeightedLine) {
        var levels: [Level] = []
        var within = 0.0
        for group in Dictionary(grouping: points, by: \.logQuantity).sorted(by: { $0.key < $1.key }).map(\.value) {
            var level = Level(logQuantity: group[0].logQuantity, molecules: group[0].molecules)
            let weight = line.weight(atLogQuantity: level.logQuantity)
            let off = group.map { $0.cq - line.intercept - line.slope * $0.logQuantity }
            level.wells = group.count
            level.weight = weight * Double(group.count)
            level.off = off.reduce(0, +) / Double(group.count)
            level.shift = level.weight / line.weightSum
            level.tilt = level.weight * (level.logQuantity - line.meanX) / line.sxx
            within += off.reduce(0) { $0 + weight * ($1 - level.off) * ($1 - level.off) }
            levels.append(level)
        }
        self.levels = levels
        self.within = within
        withinFreedom = Double(points.count - levels.count)
        meanLogQuantity = line.meanX
    }

    /// Of the line, where the levels' means vary independently.
    func lineVariance(_ variance: (Level) -> Double) -> LineVariance {
        levels.reduce(into: LineVariance()) { $0.add(shift: $1.shift, tilt: $1.tilt, variance: variance($1)) }
    }
}
