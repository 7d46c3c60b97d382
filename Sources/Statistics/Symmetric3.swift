/// A symmetric 3 × 3 matrix by its upper triangle: three parameters are what our fits have.
package struct Symmetric3: Sendable {
    /// Entries 00, 01, 02, 11, 12, 22.
    package var entries: SIMD8<Double>

    @inlinable package init(_ entries: SIMD8<Double> = .zero) { self.entries = entries }

    package subscript(row: Int, column: Int) -> Double {
        get { entries[Self.place(row, column)] }
        set { entries[Self.place(row, column)] = newValue }
    }

    private static func place(_ row: Int, _ column: Int) -> Int {
        let (low, high) = (min(row, column), max(row, column))
        return low == 0 ? high : low + high + 1
    }

    /// By cofactors; nil where the matrix is not positive definite, or nearly so that its inverse is not finite.
    @inlinable package var inverse: Symmetric3? {
        let h = entries
        let c00 = h[3] * h[5] - h[4] * h[4]
        let c01 = h[2] * h[4] - h[1] * h[5]
        let c02 = h[1] * h[4] - h[2] * h[3]
        let determinant = h[0] * c00 + h[1] * c01 + h[2] * c02
        guard h[0] > 0, c00 > 0, determinant > 0, determinant.isFinite else { return nil }
        let scale = 1 / determinant
        guard scale.isFinite else { return nil }
        return Symmetric3(
            SIMD8(
                c00 * scale, c01 * scale, c02 * scale, (h[0] * h[5] - h[2] * h[2]) * scale,
                (h[1] * h[2] - h[0] * h[4]) * scale, (h[0] * h[3] - h[1] * h[1]) * scale, 0, 0))
    }

    package static func * (matrix: Symmetric3, vector: SIMD3<Double>) -> SIMD3<Double> {
        let h = matrix.entries
        return SIMD3(
            h[0] * vector[0] + h[1] * vector[1] + h[2] * vector[2],
            h[1] * vector[0] + h[3] * vector[1] + h[4] * vector[2],
            h[2] * vector[0] + h[4] * vector[1] + h[5] * vector[2])
    }
}
