// Melt peaks: what was amplified, told by where it comes apart.
public import Assay

/// One peak of −dF/dT.
public struct MeltPeak: Hashable, Sendable {
    /// °C of the maximum, between the measured points by a parabola through the highest three.
    public let tm: Double
    /// Height above the line between the valleys on either side, fluorescence units per °C.
    public let height: Double
    /// Area above that line as a share of all peaks' area, 0…1.
    public let areaShare: Double

    public init(tm: Double, height: Double, areaShare: Double) {
        self.tm = tm
        self.height = height
        self.areaShare = areaShare
    }
}

/// What counts as a peak.
enum MeltLimits {
    /// A peak stands this many standard errors of the derivative above its valleys,
    static let noiseFactor = 8.0
    /// has this share of the highest peak's height,
    static let heightShare = 0.1
    /// and all of them hold this share of the whole fall of fluorescence: a melt without product only fades.
    static let fallShare = 0.05
    static let peaksMax = 8
}

/// Peaks of −dF/dT, highest first; empty where the melt is too short or shows none. Total for any input.
public func meltPeaks(_ melt: MeltCurve) -> [MeltPeak] {
    let points = MeltPoints(
        temperature: melt.temperature, fluorescence: melt.fluorescence, pointsMax: MeltCurve.pointsMax)
    guard let derivative = MeltDerivative(points), let top = points.fluorescence.max(),
        let bottom = points.fluorescence.min()
    else { return [] }
    let maxima = prominentMaxima(derivative)
    guard let highest = maxima.map(\.height).max() else { return [] }
    let kept = maxima.filter { $0.height >= MeltLimits.heightShare * highest }.sorted { $0.height > $1.height }.prefix(
        MeltLimits.peaksMax)
    let areas = separated(kept.sorted { $0.index < $1.index }, derivative).map {
        (peak: $0, area: area($0, derivative))
    }
    let sum = areas.reduce(0) { $0 + $1.area }
    guard sum > 0, sum >= MeltLimits.fallShare * (top - bottom) else { return [] }
    return areas.sorted { $0.peak.height > $1.peak.height }.map {
        MeltPeak(
            tm: apex(derivative.temperature, derivative.slope, $0.peak.index), height: $0.peak.height,
            areaShare: $0.area / sum)
    }
}

/// A maximum of the derivative and the valleys on either side, as indices.
private struct Maximum {
    let index: Int
    let height: Double
    var left: Int
    var right: Int
}

/// Every local maximum between the lowest points on either side, up to the next higher maximum: its prominence is its
/// height.
private func prominentMaxima(_ derivative: MeltDerivative) -> [Maximum] {
    let x = derivative.temperature, y = derivative.slope
    return y.indices.dropFirst().dropLast().filter { y[$0] > y[$0 - 1] && y[$0] >= y[$0 + 1] }.compactMap { peak in
        let left = valley(y, from: peak, step: -1), right = valley(y, from: peak, step: 1)
        let base = y[left] + (y[right] - y[left]) * (x[peak] - x[left]) / (x[right] - x[left])
        let height = y[peak] - base
        guard height > 0, height >= MeltLimits.noiseFactor * derivative.slopeSE[peak] else { return nil }
        return Maximum(index: peak, height: height, left: left, right: right)
    }
}

/// Neighbouring peaks part at the lowest point between them.
private func separated(_ peaks: [Maximum], _ derivative: MeltDerivative) -> [Maximum] {
    var parted = peaks
    for index in parted.indices.dropFirst() {
        let between = parted[index - 1].index...parted[index].index
        guard let lowest = between.min(by: { derivative.slope[$0] < derivative.slope[$1] }) else { continue }
        parted[index - 1].right = min(parted[index - 1].right, lowest)
        parted[index].left = max(parted[index].left, lowest)
    }
    return parted
}

/// Area between the derivative and the line from valley to valley, by trapezia.
private func area(_ peak: Maximum, _ derivative: MeltDerivative) -> Double {
    let x = derivative.temperature, y = derivative.slope
    let rise = (y[peak.right] - y[peak.left]) / (x[peak.right] - x[peak.left])
    func above(_ index: Int) -> Double { max(0, y[index] - y[peak.left] - rise * (x[index] - x[peak.left])) }
    return (peak.left..<peak.right).reduce(0) { $0 + (above($1) + above($1 + 1)) / 2 * (x[$1 + 1] - x[$1]) }
}

/// The lowest point on the way from a maximum to the first higher point, or to the end.
private func valley(_ y: [Double], from peak: Int, step: Int) -> Int {
    var lowest = peak + step
    var index = peak + step
    while y.indices.contains(index), y[index] <= y[peak] {
        if y[index] < y[lowest] { lowest = index }
        index += step
    }
    return lowest
}

/// Where the parabola through a maximum and its neighbours is highest.
private func apex(_ x: [Double], _ y: [Double], _ i: Int) -> Double {
    let a = x[i] - x[i - 1], b = x[i + 1] - x[i]
    let p = (y[i] - y[i - 1]) / a, q = (y[i + 1] - y[i]) / b
    guard p > q, a > 0, b > 0 else { return x[i] }
    let vertex = x[i] + (p * b + q * a) / (2 * (p - q))
    return min(max(vertex, x[i - 1]), x[i + 1])
}
