import Reporting

/// Points of a melt's derivative, well below a degree apart: closer ones show nothing more, since each is a slope over
/// two degrees.
struct MeltPoints {
    static let spacing = 0.9
    private(set) var temperature: [Double] = []
    private(set) var slope: [Double] = []

    init(thinning curves: CurvesDocument) {
        for (t, s) in zip(curves.peakTemperature, curves.meltDerivative)
        where temperature.last.map({ t - $0 >= Self.spacing * 0.98 }) ?? true {
            temperature.append(t)
            slope.append(s)
        }
    }
}
