/// The study's programme as RDML steps: 95 °C 10 min; cycles of 95 °C 10 s, 60 °C 20 s, 72 °C 15 s; 72 °C 10 min, or a
/// melt where one is wanted.
struct ThermalStep {
    enum Kind {
        /// °C, seconds, °C a second, what is measured.
        case temperature(Int, seconds: Int, ramp: Double, measure: String?)
        case loop(to: Int, repeats: Int)
    }
    let number: Int
    let kind: Kind
}

extension PlateRecord {
    static let secondsBeforeFirstReading = 741.594
    static let secondsACycle = 78.0

    var thermalSteps: [ThermalStep] {
        let cycling: [ThermalStep.Kind] = [
            .temperature(95, seconds: 600, ramp: 4.4, measure: nil),
            .temperature(95, seconds: 10, ramp: 4.4, measure: nil),
            .temperature(60, seconds: 20, ramp: 2.2, measure: nil),
            .temperature(72, seconds: 15, ramp: 4.4, measure: "real time"),
            .loop(to: 2, repeats: max(design.cycles - 1, 0)),
        ]
        let end: [ThermalStep.Kind] =
            design.melt
            ? [
                .temperature(95, seconds: 10, ramp: 4.4, measure: nil),
                .temperature(65, seconds: 60, ramp: 2.2, measure: nil),
                .temperature(97, seconds: 1, ramp: 0.2, measure: "meltcurve"),
            ] : [.temperature(72, seconds: 600, ramp: 4.4, measure: nil)]
        return (cycling + end).enumerated().map { ThermalStep(number: $0 + 1, kind: $1) }
    }

    /// Names of the software's programmes over the steps: id, name, step numbers.
    var thermalProgrammes: [(id: Int, name: String, steps: [Int])] {
        [(1, "Preincubation", [1]), (2, "3 Step Amplification", [2, 3, 4, 5])]
            + (design.melt ? [(3, "Melting", [6, 7, 8])] : [(3, "Cooling", [6])])
    }
}
