import Testing

@testable import Statistics

struct StudentTTests {
    /// scipy 1.17.1: `stats.t.ppf(p, v)`, for infinite degrees of freedom `stats.norm.ppf(p)`.
    @Test(
        "Student's quantile is scipy's",
        arguments: [
            (0.95, 1, 6.313751514675037),
            (0.95, 1.5, 3.70518082009675),
            (0.95, 2, 2.9199855803537242),
            (0.95, 2.7, 2.4638889362708496),
            (0.95, 3, 2.3533634348018233),
            (0.95, 5.5, 1.9752797040389098),
            (0.95, 10, 1.8124611228116756),
            (0.95, 30, 1.697260886593957),
            (0.95, 120, 1.6576508993552352),
            (0.95, 999.0, 1.646380345427535),
            (0.95, 1000, 1.6463788172854643),
            (0.95, 10000.0, 1.645006018069243),
            (0.95, 1e9, 1.6448536284752415),
            (0.95, .infinity, 1.6448536269514722),
            (0.975, 1, 12.706204736174694),
            (0.975, 1.5, 6.016663104427929),
            (0.975, 2, 4.302652729749462),
            (0.975, 2.7, 3.3921483831737507),
            (0.975, 3, 3.1824463052837078),
            (0.975, 5.5, 2.501858617589239),
            (0.975, 10, 2.228138851986274),
            (0.975, 30, 2.0422724563012378),
            (0.975, 120, 1.9799304050824402),
            (0.975, 999.0, 1.9623414611334493),
            (0.975, 1000, 1.9623390808264083),
            (0.975, 10000.0, 1.960201239890626),
            (0.975, 1e9, 1.959963986912325),
            (0.975, .infinity, 1.959963984540054),
            (0.995, 1, 63.656741162871526),
            (0.995, 1.5, 17.820310514462804),
            (0.995, 2, 9.924843200918287),
            (0.995, 2.7, 6.533128433408452),
            (0.995, 3, 5.840909309733355),
            (0.995, 5.5, 3.8499114660010356),
            (0.995, 10, 3.16927267261695),
            (0.995, 30, 2.7499956535672254),
            (0.995, 120, 2.6174211451068654),
            (0.995, 999.0, 2.5807596372676365),
            (0.995, 1000, 2.580754698065951),
            (0.995, 10000.0, 2.5763210466685282),
            (0.995, 1e9, 2.5758293084654484),
            (0.995, .infinity, 2.5758293035489004),
        ])
    func quantile(probability: Double, freedom: Double, value: Double) throws {
        let found = try #require(studentTQuantile(probability, degreesOfFreedom: freedom))
        #expect(abs(found / value - 1) < 1e-10)
    }

    @Test("It falls with the degrees of freedom, whole or not, and across the change of method")
    func falls() throws {
        let found = try stride(from: 1, through: 1100, by: 0.25).map {
            try #require(studentTQuantile(0.975, degreesOfFreedom: $0))
        }
        #expect(zip(found, found.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("Half of all lies below zero, and what is no distribution or no quantile has none")
    func none() {
        #expect(studentTQuantile(0.5, degreesOfFreedom: 3) == 0 && normalQuantile(0.5) == 0)
        #expect(studentTQuantile(0.975, degreesOfFreedom: 0.9) == nil)
        #expect(studentTQuantile(0.975, degreesOfFreedom: .nan) == nil)
        #expect(studentTQuantile(1, degreesOfFreedom: 3) == nil && studentTQuantile(0.4, degreesOfFreedom: 3) == nil)
    }
}
