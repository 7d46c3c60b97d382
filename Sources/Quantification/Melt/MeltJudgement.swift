// Is it the right product? The expected Tm is learned from the plate's own controls: salt, dye and instrument move it by degrees.
import Assay

extension TargetGroup {
    /// Median Tm of the main peak of the counted standards and positive controls; nil where none has a peak.
    func learnedTm() -> Double? {
        let controls = reactions.filter { $0.counts && ($0.reaction.sampleType == .standard || $0.reaction.sampleType == .positive) && $0.call == .positive }
        let tms = controls.compactMap { $0.meltPeaks.first?.tm }.sorted()
        guard !tms.isEmpty else { return nil }
        return (tms[(tms.count - 1) / 2] + tms[tms.count / 2]) / 2
    }

    /// Flags every amplified well whose product melts elsewhere than the controls' or is not alone.
    mutating func judgeMelts(_ limits: QualityLimits) {
        expectedTm = learnedTm()
        for index in reactions.indices where reactions[index].reaction.sampleType != .unused && reactions[index].call == .positive {
            let peaks = reactions[index].meltPeaks
            guard let main = peaks.first else { continue }
            if let expectedTm, abs(main.tm - expectedTm) > limits.meltShiftWarnCelsius { reactions[index].insert(.meltShifted) }
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
