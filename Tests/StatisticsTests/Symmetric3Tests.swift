import Testing

@testable import Statistics

struct Symmetric3Tests {
    private let matrix = Symmetric3(SIMD8(4, 1, 0.5, 3, 0.2, 2, 0, 0))

    /// scipy 1.17.1: `linalg.inv([[4, 1, .5], [1, 3, .2], [.5, .2, 2]])`.
    @Test("The inverse is scipy's")
    func inverse() throws {
        let found = try #require(matrix.inverse)
        let expected = [
            0.2799436355096289, -0.08924377642085486, -0.06106153123532173,
            0.36402066697980273, -0.014091122592766557, 0.516674495068107,
        ]
        for (place, value) in expected.enumerated() { #expect(abs(found.entries[place] - value) < 1e-15) }
    }

    @Test("The matrix times its inverse times a vector is the vector")
    func product() throws {
        let vector = SIMD3(1.0, -2, 3)
        let back = matrix * (try #require(matrix.inverse) * vector)
        #expect(abs((back - vector).x) + abs((back - vector).y) + abs((back - vector).z) < 1e-14)
    }

    @Test("An entry has two names")
    func entries() {
        var m = Symmetric3()
        (m[0, 1], m[2, 0], m[1, 1], m[2, 1], m[2, 2]) = (1, 2, 3, 4, 5)
        #expect(m.entries == SIMD8(0, 1, 2, 3, 4, 5, 0, 0) && m[1, 2] == 4 && m[0, 2] == 2)
    }

    @Test(
        "What is not positive definite has none",
        arguments: [
            SIMD8(1, 2, 0, 1, 0, 1, 0, 0), SIMD8(), SIMD8(-1, 0, 0, 1, 0, 1, 0, 0), SIMD8(1, 1, 0, 1, 0, 1, 0, 0),
        ])
    func none(entries: SIMD8<Double>) { #expect(Symmetric3(entries).inverse == nil) }
}
