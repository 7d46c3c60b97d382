import Testing

@testable import Statistics

struct NormalTailTests {
    /// scipy 1.17.1: `stats.norm.logcdf(z)` and `exp(stats.norm.logpdf(z) - stats.norm.logcdf(z))`.
    @Test(
        "The lower tail is scipy's, far down too",
        arguments: [
            (-100.0, -5005.524208694205, 100.00999800101664),
            (-40.0, -804.6084420137539, 40.024968847210886),
            (-30.5, -469.4627373229121, 30.53271677066091),
            (-29.5, -439.4294746091503, 29.533820844170837),
            (-10.0, -53.23128515051248, 10.098093233962564),
            (-3.0, -6.60772622151035, 3.28309865493044),
            (-1.0, -1.8410216450092634, 1.525135276160981),
            (0.0, -0.6931471805599453, 0.7978845608028654),
            (2.0, -0.023012909328963476, 0.05524786267898995),
            (8.0, -6.220960574271742e-16, 5.052271083536886e-15),
        ])
    func tail(z: Double, logProbability: Double, inverseMills: Double) {
        let found = lowerNormalTail(z)
        #expect(abs(found.logProbability - logProbability) < 1e-12 * max(1, -logProbability))
        #expect(abs(found.inverseMills / inverseMills - 1) < 1e-12)
    }

    /// scipy 1.17.1: `stats.chi2.ppf(0.995, v)`; `normalQuantile` is tested beside Student's t.
    @Test(
        "The quantile of χ² is scipy's to 0.8 %",
        arguments: [
            (1.0, 7.879438576622417),
            (2.0, 10.596634733096073),
            (3.0, 12.838156466598647),
            (5.0, 16.74960234363904),
            (9.0, 23.589350781257387),
            (20.0, 39.99684631293865),
        ])
    func chiSquare(freedom: Double, value: Double) {
        #expect(abs(chiSquareQuantile(normalQuantile(0.995), degreesOfFreedom: freedom) / value - 1) < 0.008)
    }
}
