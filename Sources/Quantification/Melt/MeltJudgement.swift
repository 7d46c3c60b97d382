// Is it the right product? The expected Tm is learned from the plate's own controls: salt, dye and instrument move it
// by degrees.
import Assay

extension TargetGroup {
    /// Median Tm of the main peak of the counted standards and positive controls; nil where none has a peak. Standards
    /// at the cycle of the no-template controls hold what those hold, and teach nothing where others do.
    func learnedTm(ntcSeparation: Double) -> Double? {
        let controls = (counted(.standard) + counted(.positive)).filter {
            $0.call == .positive && !$0.meltPeaks.isEmpty
        }
        let earliest = counted(.ntc).compactMap(\.countedCq).min() ?? .infinity
        let clear = controls.filter { ($0.cq ?? .infinity) <= earliest - ntcSeparation }
        let tms = (clear.isEmpty ? controls : clear).compactMap { $0.meltPeaks.first?.tm }
        return tms.isEmpty ? nil : median(tms)
    }

    /// Flags every amplified well whose product melts elsewhere than the controls' or is not alone.
    mutating func judgeMelts(_ limits: QualityLimits) {
        expectedTm = learnedTm(ntcSeparation: limits.ntcSeparation)
        for index in reactions.indices
        where reactions[index].reaction.sampleType != .unused && reactions[index].call == .positive {
            let peaks = reactions[index].meltPeaks
            guard let main = peaks.first else { continue }
            if let expectedTm, abs(main.tm - expectedTm) > limits.meltShiftWarnCelsius {
                reactions[index].insert(.meltShifted)
            }
            if peaks.dropFirst().contains(where: { $0.areaShare > limits.meltSecondPeakShare * main.areaShare }) {
                reactions[index].insert(.meltSecondPeak)
            }
        }
    }

    /// °C between a well's main peak and the controls'; nil where either is not known.
    func tmShift(_ called: CalledReaction) -> Double? {
        guard let expectedTm, let tm = called.meltPeaks.first?.tm else { return nil }
        return tm - expectedTm
    }
}
