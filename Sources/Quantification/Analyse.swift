// The station of the line that turns a run as read into copy numbers: call, calibrate, quantify, join, check.
public import Assay

/// Analyses one run. Pure and total: the same values give the same analysis, and whatever the run holds, an analysis
/// comes back in which no number is NaN or infinite and every number that is withheld has its reason. `replayed`: each
/// well also says when its call could have been trusted while the run went on, which costs as many analyses as the run
/// has cycles and changes nothing else. `keepingCurves`: the analysis holds what was measured in its wells.
public func analyse(
    _ run: Run, settings: AssaySettings, naming: SampleNaming, engine: any CqEngine = SigmoidEngine(),
    replayed: Bool = false, keepingCurves: Bool = false
) -> RunAnalysis {
    if run.format == .digital { return analyseDigital(run, settings: settings, naming: naming) }
    let plate = Plate(run, settings: settings, naming: naming, engine: engine, replayed: replayed)
    let wells = plate.targets.flatMap { zip($0.wells(), $0.group.reactions.map(\.reaction)) }.sorted { a, b in
        (a.0.position, a.0.target ?? "", a.0.dye ?? "") < (b.0.position, b.0.target ?? "", b.0.dye ?? "")
    }
    var analysis = RunAnalysis(
        format: run.format, identity: run.identity, instrument: run.instrument, software: run.software,
        saved: run.saved, cycles: run.cycles,
        targets: plate.targets.filter(\.isOccupied).map {
            var target = TargetAnalysis(name: $0.group.name, role: $0.group.role, curve: $0.calibration?.curve)
            let own = $0.group.reactions.first?.reaction
            target.instrumentCurve = run.instrumentCurves.first { $0.target == own?.target && $0.dye == own?.dye }
            return target
        },
        wells: wells.map(\.0), samples: plate.samples,
        quality: run.findings + qualityRules.flatMap { $0.findings(on: plate) },
        incomplete: run.incomplete)
    if keepingCurves {
        analysis.curves = PackedCurves(wells.map { .init(amplification: $0.1.amplification, melt: $0.1.melt) })
    }
    return analysis
}

/// A run with everything computed from it: what the quality rules look at.
struct Plate {
    let run: Run
    let settings: AssaySettings
    let targets: [PlateTarget]
    let samples: [SampleAnalysis]
    let references: ReferenceVerdicts
    let inhibition: Inhibition
    let yields: ReferenceYield

    init(_ run: Run, settings: AssaySettings, naming: SampleNaming, engine: any CqEngine, replayed: Bool) {
        let targets = targetGroups(of: run, settings: settings, engine: engine, replayed: replayed).map {
            PlateTarget($0, settings: settings)
        }
        let groups = targets.map { sampleGroups(of: $0.group, naming: naming) }
        let inhibition = Inhibition(Array(zip(targets, groups)), naming: naming, limits: settings.quality)
        let references = ReferenceVerdicts(Array(zip(targets, groups)), inhibition: inhibition, settings: settings)
        self.run = run
        self.settings = settings
        self.targets = targets
        self.references = references
        self.inhibition = inhibition
        let yields = ReferenceYield(Array(zip(targets, groups)), limits: settings.quality)
        self.yields = yields
        let genes = ReferenceGenes(Array(zip(targets, groups)))
        let joined = zip(targets, groups).flatMap { target, groups -> [JoinedSample] in
            let calibrator = calibratorDeltaCq(groups, references: references, settings: settings)
            return groups.map { sample in
                let reference = references[sample.key]
                var relative = RelativeQuantity()
                if target.group.role == .target, let calibrator, let own = deltaCq(sample, reference: reference) {
                    relative.livak = relativeQuantity(deltaCq: own, calibratorDeltaCq: calibrator.deltaCq)
                    relative.pfaffl = genes.pfafflRatio(of: sample, to: calibrator.sample, target: target)
                }
                let analysis = SampleJoin(
                    sample, of: target, reference: reference, unusualDNA: yields.outliers[sample.key] != nil,
                    relative: relative, settings: settings
                ).joined()
                return JoinedSample(key: sample.key, type: sample.type, role: target.group.role, analysis: analysis)
            }
        }
        samples = besideDNA(joined, settings: settings)
    }
}

extension PlateTarget {
    /// Holds more than unused wells.
    var isOccupied: Bool { group.reactions.contains { $0.reaction.sampleType != .unused } }
}
