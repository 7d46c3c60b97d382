/// A straight line y = intercept + slope·x through weighted points by least squares: its sums about the weighted means,
/// in which no digits cancel (Chan, Golub and LeVeque, The American Statistician 1983, 37, 242).
package struct LineSums: Sendable {
    package private(set) var (weight, meanX, meanY) = (0.0, 0.0, 0.0)
    /// Weighted squares and products of the deviations from the means.
    package private(set) var (sxx, sxy, syy) = (0.0, 0.0, 0.0)

    package init(_ points: some Collection<(x: Double, y: Double, weight: Double)>) {
        var (sumX, sumY) = (0.0, 0.0)
        for point in points {
            weight += point.weight
            sumX += point.weight * point.x
            sumY += point.weight * point.y
        }
        (meanX, meanY) = (sumX / weight, sumY / weight)
        for point in points {
            let (dx, dy) = (point.x - meanX, point.y - meanY)
            sxx += point.weight * dx * dx
            sxy += point.weight * dx * dy
            syy += point.weight * dy * dy
        }
    }

    /// Infinite or NaN where all points have one x.
    package var slope: Double { sxy / sxx }
    package var intercept: Double { meanY - slope * meanX }
}
