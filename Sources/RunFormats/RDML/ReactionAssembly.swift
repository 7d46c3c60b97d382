// What is common to every RDML file: positions, curves, flags. What a sample, a target or a Cq means is the caller's to
// say.
internal import Assay
internal import Text

/// A measurement with its place, before its meaning.
struct PlacedMeasurement {
    let react: RDMLDocument.React
    let measurement: RDMLDocument.Measurement
    let position: WellPosition
}

/// Puts every measurement of a run on the plate. `reaction` gives it its meaning; curves, position flags and order are
/// added here.
func assembleReactions(
    of run: RDMLDocument.Run, findings: inout Findings, reaction: (PlacedMeasurement, inout Findings) -> Reaction
) -> [Reaction] {
    let numbering = PlateNumbering(
        rows: run.rows, columns: run.columns, highestNumber: run.reacts.compactMap { Int($0.id) }.max() ?? 0)
    if let note = numbering.note { findings.add("plate_format", .warn, note) }
    var reactions: [Reaction] = []
    for react in run.reacts {
        guard let position = numbering.position(of: react.id) else {
            findings.add(
                "well_position", .fail, "Reaction \(quoted(react.id)) lies on no well of the plate and is left out.")
            continue
        }
        for measurement in react.measurements {
            var made = reaction(
                PlacedMeasurement(react: react, measurement: measurement, position: position), &findings)
            made.amplification = amplificationCurve(
                cycles: measurement.cycles, fluorescence: measurement.fluorescence, flags: &made.flags)
            made.melt = meltCurve(temperature: measurement.temperature, fluorescence: measurement.meltFluorescence)
            if measurement.excluded || made.excluded {
                made.excluded = true
                made.flags.insertOnce(.excluded)
            }
            reactions.append(made)
        }
    }
    return reactions
}

/// Order, and the flags that need the whole plate: positions used twice, curves shorter than the run.
func finishPlate(_ unordered: [Reaction], cycles: Int, findings: inout Findings) -> [Reaction] {
    struct Place: Hashable {
        let position: WellPosition
        let target: String?
        let dye: String?
    }
    var reactions = unordered.enumerated().sorted {
        ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
    }.map(\.element)
    var uses: [Place: Int] = [:]
    for reaction in reactions {
        uses[Place(position: reaction.position, target: reaction.target, dye: reaction.dye), default: 0] += 1
    }
    for index in reactions.indices {
        let reaction = reactions[index]
        if uses[Place(position: reaction.position, target: reaction.target, dye: reaction.dye), default: 0] > 1 {
            reactions[index].flags.insertOnce(.duplicatePosition)
        }
        if let curve = reaction.amplification, curve.lastCycle < cycles {
            reactions[index].flags.insertOnce(.missingCycles)
        }
    }
    let twice = Set(reactions.lazy.filter { $0.flags.contains(.duplicatePosition) }.map(\.position)).sorted()
    if !twice.isEmpty {
        findings.add(
            "duplicate_position", .fail,
            "Wells that hold the same target twice: \(listed(twice.map(\.label))). It is unclear which values count.")
    }
    let gaps = reactions.filter { $0.flags.contains(.missingCycles) || $0.flags.contains(.nonFinite) }
    if !gaps.isEmpty {
        let counts = gaps.contains { $0.sampleType != .unused && !$0.excluded }
        let wells = listed(gaps.map(\.position.label))
        findings.add(
            "curves", counts ? .fail : .warn,
            "Curves with missing cycles or values that are not numbers: \(wells). Export the run again.")
    }
    return reactions
}
