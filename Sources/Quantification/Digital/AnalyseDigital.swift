// A digital run: no curve, no Cq and no standards. Samples, limits and quality from counted partitions.
import Assay

func analyseDigital(_ run: Run, settings: AssaySettings, naming: SampleNaming) -> RunAnalysis {
    let plate = DigitalPlate(run, settings: settings, naming: naming)
    return RunAnalysis(
        format: run.format, identity: run.identity, instrument: run.instrument, software: run.software,
        saved: run.saved, cycles: 0,
        targets: plate.targets.map { TargetAnalysis(name: $0.name, role: $0.role, curve: nil) }, wells: plate.wells(),
        samples: plate.samples(),
        quality: run.findings + plate.findings(), incomplete: run.incomplete)
}

/// One target of a digital run and its samples.
struct DigitalTarget {
    let name: String
    let role: TargetRole?
    var samples: [DigitalSample] = []
}

struct DigitalSample {
    let name: String
    let type: SampleType
    let label: SampleLabel?
    let key: SampleKey
    var wells: [Reaction] = []
}

struct DigitalPlate {
    let run: Run
    let settings: AssaySettings
    let unit: DigitalUnit
    private(set) var targets: [DigitalTarget] = []

    init(_ run: Run, settings: AssaySettings, naming: SampleNaming) {
        self.run = run
        self.settings = settings
        unit = DigitalUnit(run.reactions, settings: settings)
        for reaction in run.reactions where reaction.partitions != nil {
            let known = reaction.target.flatMap { settings.target(named: $0) }
            let name = known?.name ?? reaction.target ?? ""
            let label = reaction.sampleType == .unknown ? naming.label(of: reaction.sampleName) : nil
            let key = SampleKey(name: reaction.sampleName, id: reaction.sampleID, label: label)
            let target = targets.firstIndex { $0.name == name } ?? targets.count
            if target == targets.count { targets.append(DigitalTarget(name: name, role: known?.role)) }
            let sample =
                targets[target].samples.firstIndex { $0.key == key && $0.type == reaction.sampleType }
                ?? targets[target].samples.count
            if sample == targets[target].samples.count {
                targets[target].samples.append(
                    DigitalSample(name: reaction.sampleName, type: reaction.sampleType, label: label, key: key))
            }
            targets[target].samples[sample].wells.append(reaction)
        }
    }

    /// A well with few partitions is no measurement, nor is one that the file holds twice.
    func counts(_ well: Reaction) -> Bool {
        (well.partitions?.accepted ?? 0) >= settings.digital.acceptedMin && !well.flags.contains(.duplicatePosition)
    }

    func samples() -> [SampleAnalysis] {
        let joined = targets.flatMap { target in
            target.samples.map {
                JoinedSample(
                    key: $0.key, type: $0.type, role: target.role,
                    analysis: DigitalJoin($0, of: target, on: self).joined())
            }
        }
        return besideDNA(joined, settings: settings)
    }

    func wells() -> [WellAnalysis] {
        targets.flatMap { target in
            target.samples.flatMap { sample in sample.wells.map { well($0, of: sample, target) } }
        }.sorted { ($0.position, $0.target ?? "") < ($1.position, $1.target ?? "") }
    }

    private func well(_ well: Reaction, of sample: DigitalSample, _ target: DigitalTarget) -> WellAnalysis {
        let pool = PartitionPool([well.partitions].compactMap(\.self))
        let molecules = pool.moleculesPerPartition()
        var flags = well.flags + [.digitalPCR]
        if pool.accepted < settings.digital.acceptedMin { flags.append(.partitionsFew) }
        let call: AmplificationCall =
            !counts(well) ? .invalid : pool.positive >= settings.digital.positivesMin ? .positive : .negative
        var analysis = WellAnalysis(
            position: well.position, sample: sample.name, type: sample.type, target: target.name, dye: well.dye,
            excluded: false,
            result: CqResult(call: call, reason: "\(pool.positive) of \(pool.accepted) partitions are positive."),
            instrumentCq: nil, instrumentCall: nil,
            instrumentQuantity: well.partitions?.concentration, flags: flags)
        if let molecules, let factor = unit.factor { analysis.quantify(molecules.times(factor), unit: settings.unit) }
        return analysis
    }
}
