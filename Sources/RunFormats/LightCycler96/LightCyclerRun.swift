// Joins the members of a LightCycler 96 container into one run.
internal import Assay
internal import Text

/// The vendor's sources of each value: names and curves from RDML, standards from app_data, calls, Cq and
/// concentrations from calculated_data's analysis rows, exclusions from module_data. RDML's `<cq>` is never read: it
/// holds 100 or arbitrary numbers for wells without amplification. Nil where the document holds no run.
func lightCyclerRun(_ members: LightCyclerMembers, findings inherited: Findings) -> Run? {
    let document = members.document
    guard let run = document.runs.first else { return nil }
    var findings = inherited
    if document.runs.count > 1 {
        findings.add("runs", .fail, "The container holds \(document.runs.count) runs; only the first is read.")
    }
    let graphs = GraphTable(members, findings: &findings)
    let placed = assembleReactions(of: run, findings: &findings) {
        lightCyclerReaction($0, in: members, graphs: graphs, findings: &$1)
    }
    let cycles = cycleCount(of: placed)
    let reactions = finishPlate(placed.map { withLostCurve($0, cycles: cycles) }, cycles: cycles, findings: &findings)
    checkWells(reactions, findings: &findings)
    if cycles == 0, !members.lacks(LightCyclerMembers.documentName) {
        findings.add(
            "curves", .fail,
            "The container holds no curve at all, which the instrument always writes. Save the run again in the "
                + "vendor's software."
        )
    }
    let times = members.times[run.id]
    let started = instrumentTime(times?.start) ?? instrumentTime(run.date)
    if let date = instrumentTime(run.date), let started, date != started {
        findings.add(
            "start_time", .fail,
            "The run's start is \(started) in one place and \(date) in another: the file was changed.")
    }
    if started == nil || document.serial == nil {
        findings.add("run_identity", .fail, "The file does not say when the run started or on which instrument.")
    }
    let curves = members.calculated.curves.compactMap { instrumentCurve($0, members) }
    let software = [run.softwareName, run.softwareVersion].compactMap(\.self).joined(separator: " ")
    var read = Run(
        format: .lc96, identity: RunIdentity(id: RunID(run.id), serial: document.serial, started: started),
        instrument: run.instrument,
        software: unescapedOnceMore(software).nonEmpty,
        saved: instrumentTime(members.manifest?.dateUpdated ?? document.dateUpdated),
        cycles: cycles, cycleSeconds: times?.cycleSeconds(cycles: cycles) ?? [], endSeconds: times?.endSeconds,
        reactions: reactions, findings: findings.list,
        incomplete: incompleteness(members))
    read.instrumentCurves = curves
    return read
}

/// The vendor names a curve's gene elsewhere; its first standard's well tells.
private func instrumentCurve(_ curve: CalculatedData.Curve, _ members: LightCyclerMembers) -> InstrumentCurve? {
    guard let slope = curve.slope, let graph = curve.graph, !members.calculated.ambiguousGraphs.contains(graph),
        let place = members.calculated.graphs[graph]
    else { return nil }
    let names = dyeAndGene(ofTarget: place.target, undefined: members.app.undefinedTargets)
    func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
    return InstrumentCurve(
        target: names.gene, dye: members.document.targets[place.target]?.dye ?? names.dye, slope: slope,
        intercept: finite(curve.intercept), efficiency: finite(curve.efficiency), r2: finite(curve.r2),
        error: finite(curve.error))
}

/// The instrument writes a curve for every well: where others have one, a well without has lost all its cycles.
private func withLostCurve(_ reaction: Reaction, cycles: Int) -> Reaction {
    var reaction = reaction
    if reaction.amplification == nil, cycles > 0 { reaction.flags.insertOnce(.missingCycles) }
    return reaction
}

/// The vendor's analysis by place.
struct GraphTable {
    private(set) var rows: [GraphPlace: AnalysisRow] = [:]
    private(set) var excluded: Set<GraphPlace> = []

    init(_ members: LightCyclerMembers, findings: inout Findings) {
        let ambiguous = members.app.ambiguousGraphs.union(members.calculated.ambiguousGraphs)
        let places = members.app.graphs.merging(members.calculated.graphs) { app, _ in app }
        for (id, row) in members.calculated.rows where !ambiguous.contains(id) {
            if let place = places[id] { rows[place] = row }
        }
        let excludedGraphs =
            members.lacks(LightCyclerMembers.moduleName) ? members.calculated.emptyRows : members.module.excluded
        for id in excludedGraphs where !ambiguous.contains(id) { if let place = places[id] { excluded.insert(place) } }
        if !ambiguous.isEmpty {
            findings.add(
                "graph_ids", .fail,
                "\(ambiguous.count) graph ids stand for more than one well; the vendor's results of these wells are "
                    + "left out."
            )
        }
        let lost =
            members.calculated.rows.keys.filter { places[$0] == nil }.count
            + excludedGraphs.filter { places[$0] == nil }.count
        if lost > 0 {
            let rows =
                lost == 1 ? "1 row of the vendor's analysis belongs" : "\(lost) rows of the vendor's analysis belong"
            findings.add("graph_ids", .fail, "\(rows) to no well of the file.")
        }
        if !members.calculated.contradicted.isEmpty {
            findings.add(
                "analyses", .warn,
                "Two analyses in the file differ for \(members.calculated.contradicted.count) graphs; the first one "
                    + "is shown as the instrument's result."
            )
        }
    }
}

private func lightCyclerReaction(
    _ placed: PlacedMeasurement, in members: LightCyclerMembers, graphs: GraphTable, findings: inout Findings
) -> Reaction {
    let targetID = placed.measurement.target ?? ""
    let place = GraphPlace(react: placed.react.id, target: targetID)
    let sampleID = placed.react.sample ?? ""
    let sample = members.document.samples[sampleID]
    let row = graphs.rows[place]
    let excluded = graphs.excluded.contains(place)
    let call = row?.call ?? members.calculated.calls[place]
    let names = dyeAndGene(ofTarget: targetID, undefined: members.app.undefinedTargets)
    let written = sample?.types.first?.type ?? ""
    let type = sampleType(rdml: written, unusedIsNTP: true)
    if type == nil {
        findings.add(
            "sample_types", .warn,
            "Sample \(quoted(sample?.description ?? sampleID)) has the unknown type \(quoted(written)); it is taken "
                + "as an unknown sample."
        )
    }
    var flags: [Flag] = []
    var standard: Double?
    if type == .standard {
        standard = (members.app.concentrations[place] ?? row?.standard).flatMap { $0 > 0 ? $0 : nil }
        if standard == nil { flags.append(.standardWithoutQuantity) }
    }
    let believed = call == .positive && !excluded
    var reaction = Reaction(
        position: placed.position, sampleName: sample?.description ?? "", sampleID: sampleID,
        sampleType: type ?? .unknown, target: names.gene,
        dye: members.document.targets[targetID]?.dye ?? names.dye, excluded: excluded, standardQuantity: standard,
        instrumentCq: believed ? row?.cq.flatMap { $0 > 0 ? $0 : nil } : nil, instrumentCall: call,
        instrumentQuantity: believed ? row?.concentration : nil,
        instrumentFailure: row?.failure.flatMap { $0 == "None" ? nil : $0 }, flags: flags)
    (reaction.instrumentEndPoint, reaction.instrumentSlope) = (row?.endPoint, row?.slope)
    return reaction
}

/// A LightCycler 96 always writes all 96 wells of its plate.
private func checkWells(_ reactions: [Reaction], findings: inout Findings) {
    let (rows, columns) = (8, 12)
    let present = Set(reactions.map(\.position))
    var absent: [String] = []
    for row in 0..<rows {
        for column in 0..<columns {
            if let position = WellPosition(row: row, column: column), !present.contains(position) {
                absent.append(position.label)
            }
        }
    }
    guard !absent.isEmpty else { return }
    findings.add(
        "plate_wells", .fail,
        "The file holds \(present.count) of \(rows * columns) wells; missing: \(listed(absent)). Export the run again.")
}

private func incompleteness(_ members: LightCyclerMembers) -> String? {
    var sentences: [String] = []
    if !members.missing.isEmpty {
        sentences.append(
            "Parts of the LightCycler 96 container are missing: \(listed(members.missing)). Save the run again in the "
                + "vendor's software."
        )
    }
    if !members.damaged.isEmpty {
        sentences.append(
            "Parts of the container cannot be read: "
                + "\(members.damaged.map { "\($0.name), \($0.reason)" }.joined(separator: "; "))."
        )
    }
    return sentences.joined(separator: " ").nonEmpty
}
