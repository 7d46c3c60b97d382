// A straight line by Householder QR, step for step as LINPACK's dqrdc2 and dqrsl do it, because PKNCA fits with R's
// .lm.fit: on flat data the slope is rounding noise, and only the same arithmetic gives PKNCA's digits.
import Foundation

struct Line {
    var intercept: Double
    var slope: Double
    /// NaN where y does not vary.
    var r2: Double
    /// 1 − (1 − R²)(n − 1)/(n − 2).
    var adjustedR2: Double
    /// Residual sum of squares.
    var residual: Double
    var n: Int
}

func geometricMean(_ values: [Double]) -> Double { exp(values.reduce(0) { $0 + log($1) } / Double(values.count)) }

/// The least-squares line of y on x; nil for fewer than three points or where all x are equal.
func leastSquares(_ x: [Double], _ y: [Double]) -> Line? {
    let n = x.count
    guard n >= 3, y.count == n else { return nil }
    var one = [Double](repeating: 1, count: n)
    var time = x
    var right = y
    guard let first = reflect(&one, from: 0, others: &time, &right) else { return nil }
    let above = time[0]
    var none: [Double] = []
    guard let second = reflect(&time, from: 1, others: &none, &right), second.magnitude > 1e-9 * first.magnitude else {
        return nil
    }
    let slope = right[1] / second
    let intercept = (right[0] - slope * above) / first
    let mean = y.reduce(0, +) / Double(n)
    let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let residual = zip(x, y).reduce(0) { sum, point in
        let difference = point.1 - intercept - slope * point.0
        return sum + difference * difference
    }
    let r2 = 1 - residual / total
    return Line(
        intercept: intercept, slope: slope, r2: r2, adjustedR2: 1 - (1 - r2) * Double(n - 1) / Double(n - 2),
        residual: residual, n: n)
}

/// Turns a column into its Householder reflector from `row` on, applies that to the others, and gives the diagonal of
/// R.
private func reflect(_ column: inout [Double], from row: Int, others: inout [Double], _ right: inout [Double])
    -> Double?
{
    var norm = 0.0
    for i in row..<column.count { norm += column[i] * column[i] }
    norm = norm.squareRoot()
    guard norm > 0, norm.isFinite else { return nil }
    if column[row] < 0 { norm = -norm }
    let scale = 1 / norm
    for i in row..<column.count { column[i] *= scale }
    column[row] += 1
    apply(column, from: row, to: &others)
    apply(column, from: row, to: &right)
    return -norm
}

private func apply(_ reflector: [Double], from row: Int, to column: inout [Double]) {
    guard column.count == reflector.count else { return }
    var dot = 0.0
    for i in row..<column.count { dot += reflector[i] * column[i] }
    let factor = -dot / reflector[row]
    for i in row..<column.count { column[i] += factor * reflector[i] }
}
