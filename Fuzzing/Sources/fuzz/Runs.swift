// Files that carry runs: the vendor's container, whole and member by member, RDML, result tables.
internal import Assay
internal import Foundation
internal import Quantification
internal import RunFormats
internal import Simulation

/// The container's own bytes: mostly the zip.
let container = Target(name: "container") {
    [try lightCyclerContainer(smallPlate, seed: 1)]
} callback: { bytes, count in
    read(data(bytes, count))
    return 0
}

/// The members inside a sound zip, each after a line `member NAME`: what a mutated zip never reaches.
let containerMembers = Target(name: "members") {
    var text = Data()
    for (member, bytes) in try lightCyclerMembers(smallPlate, seed: 1) {
        text += Data("\(memberMark)\(member.rawValue)\n".utf8) + bytes + Data("\n".utf8)
    }
    return [text]
} callback: { bytes, count in
    let parts = data(bytes, count).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var members: [(name: String, bytes: [UInt8])] = []
    for line in parts {
        if line.starts(with: memberMark.utf8) {
            members.append((String(decoding: line.dropFirst(memberMark.utf8.count), as: UTF8.self), []))
        } else if !members.isEmpty {
            members[members.count - 1].bytes += line + [UInt8(ascii: "\n")]
        }
    }
    // The simulator's writer refuses what no zip can hold, such as one name twice: then there is no file.
    guard let zip = try? zipArchive(members, modified: smallPlate.start) else { return -1 }
    read(zip)
    return 0
}

let rdml = Target(name: "rdml") {
    try lightCyclerMembers(smallPlate, seed: 2).filter { $0.member == .rdmlData }
        .map { Data($0.bytes) }
} callback: { bytes, count in
    read(data(bytes, count))
    return 0
}

let tables = Target(name: "tables") {
    [
        """
        Color\tPosition\tSample Name\tGene Name\tCq\tConcentration\tCall\tExcluded\tSample Type\tStandard\tDye
        1;2;3\tA1\tSTD\tCAR\t14,61\t3.81E+08\tPositive\tUnchecked\tStandard\t5.00E+08\tFAM
        1;2;3\tA2\tP01 D14\tACTB\t-\t-\tNegative\tChecked\tUnknown\t-\tFAM
        """,
        """
        Well,ExptType,Experiment,Sample,TargetType,Target,Status,Concentration,CopiesPer20uLWell,Positives,Negatives,AcceptedDroplets
        A01,Absolute Quantification,ABS,P01 D30,Ch1Unknown,CAR,Manual,12.3,246,165,15600,15765
        """,
        """
        sep=,
        "","Sample/NTC/Control","Target","Concentration (copies/µL)","Partitions (valid)","Partitions (positive)"
        "A1","P01 D30","CAR","12.3","15765","165"
        """,
    ].map { Data($0.utf8) }
} callback: { bytes, count in
    read(data(bytes, count))
    return 0
}

/// Runs with more reactions are read and not analysed, for speed.
private let reactionsAnalysedMax = 8

private let memberMark = "member "

/// Two wells, a standard and a patient's sample: small, so that many executions fit into a second.
private let smallPlate: PlateDesign = {
    let start = LocalTime(CalendarDate(iso: "2025-05-14") ?? .latest, hour: 9)
    let wells: [PlateDesign.Well] = [
        ("A1", "STD", SampleType.standard, 1e5 as Double?), ("A2", "P01 D14", .unknown, nil),
    ].compactMap { label, sample, type, declared in
        WellPosition(label: label).map {
            PlateDesign.Well($0, sample: sample, type: type, target: "CAR", copies: declared ?? 1e4, declared: declared)
        }
    }
    var design = PlateDesign(start: start, wells: wells)
    // The instrument writes its empty wells too: 1.7 MB, which nothing could mutate in time.
    let all = (0..<PlateDesign.rows).flatMap { row in
        (0..<PlateDesign.columns).compactMap { WellPosition(row: row, column: $0) }
    }
    design.withoutWells = Set(all).subtracting(wells.map { $0.position })
    design.cycles = 8
    design.melt = true
    return design
}()

/// Reads, and holds what the reader promises: runs with reactions and finite numbers, or a sentence.
private func read(_ bytes: Data) {
    do throws(ReadFailure) {
        let runs = try readRuns(bytes)
        hold(!runs.isEmpty && runs.allSatisfy { !$0.reactions.isEmpty }, "what was read has runs, each with reactions")
        for reaction in runs.flatMap(\.reactions) {
            let numbers = [reaction.instrumentCq, reaction.instrumentQuantity, reaction.standardQuantity]
            hold(numbers.compactMap(\.self).allSatisfy(\.isFinite), "numbers of a reaction are finite")
            hold(
                (reaction.amplification?.fluorescence.count ?? 0) <= AmplificationCurve.cyclesMax + 1,
                "a curve has at most so many cycles")
        }
        // JSON knows no NaN and no infinity: the encoder refuses what no analysis may hold.
        for run in runs where run.reactions.count <= reactionsAnalysedMax {
            let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
            hold((try? JSONEncoder().encode(analysis)) != nil, "an analysis can be written as JSON")
        }
    } catch {
        holdSentence(error.sentence)
    }
}
