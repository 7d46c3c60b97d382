public import Assay
public import Judgement

/// A run for people: what it is, the plate, the samples, the standard curves and what the quality rules say.
public func runText(_ run: RunAnalysis, file: String, attributions: [Attribution] = [], colour: Bool = false) -> String {
    var parts = [heading(run, file: file, colour: colour)]
    if !run.wells.isEmpty { parts.append(plateText(run, colour: colour)) }
    if !run.samples.isEmpty { parts.append(samplesText(run, attributions, colour: colour)) }
    parts += run.targets.filter { $0.curve != nil }.map { curveText($0, colour: colour) }
    parts.append(qualityText(run.quality, colour: colour))
    return parts.joined(separator: "\n")
}

private func heading(_ run: RunAnalysis, file: String, colour: Bool) -> String {
    let status = run.qualityStatus
    let verdict = status.ink.applied("quality \(status.rawValue)", colour: colour)
    let facts = [
        "run \(run.identity.id)", run.identity.started.map { "started \($0)" }, run.instrument, run.identity.serial.map { "serial \($0)" },
        run.software, run.cycles > 0 ? "\(run.cycles) cycles" : nil,
    ].compactMap { $0 }.map { terminalSafe($0) }.joined(separator: ", ")
    let missing = run.incomplete.map { Ink.yellow.applied("incomplete: \(terminalSafe($0))", colour: colour) + "\n" } ?? ""
    return "\(Ink.bold.applied(terminalSafe(file), colour: colour))  \(run.format.rawValue)  \(verdict)\n\(facts)\n\(missing)"
}

private func samplesText(_ run: RunAnalysis, _ attributions: [Attribution], colour: Bool) -> String {
    var table = TextTable([
        .init("sample"), .init("target"), .init("n", .right), .init("Cq", .right), .init("SD", .right), .init("copies", .right),
        .init("95 % interval", .right), .init("unit"), .init("remarks"),
    ])
    let known = attributions.count == run.samples.count
    for (index, sample) in run.samples.enumerated() {
        let withheld = known ? attributions[index].withheld : nil
        let remarks = sample.reasons + [withheld].compactMap { $0 } + sample.flags.map(\.rawValue)
        table.add(
            [
                sample.name, sample.target, String(sample.n), fixed(sample.cqMean, 2), fixed(sample.cqSD, 2), copiesText(sample),
                intervalText(sample.low, sample.high), sample.unit, remarks.joined(separator: "; "),
            ], ink: sample.valid ? nil : .yellow)
    }
    return table.text(colour: colour)
}

/// The copies, or the limit they lie beyond.
private func copiesText(_ sample: SampleAnalysis) -> String {
    if let copies = sample.copies { return plainCopies(copies) }
    if sample.belowLLOQ { return sample.lloq.map { "< \(plainCopies($0))" } ?? "below LLOQ" }
    if sample.aboveULOQ { return sample.uloq.map { "> \(plainCopies($0))" } ?? "above ULOQ" }
    return "–"
}

func intervalText(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "–" }
    return "\(plainCopies(low)) – \(plainCopies(high))"
}

private func curveText(_ target: TargetAnalysis, colour: Bool) -> String {
    guard let curve = target.curve else { return "" }
    let range = if let low = curve.lloq, let high = curve.uloq { "valid from \(plainCopies(low)) to \(plainCopies(high))" } else { "no valid range" }
    let line =
        "\(terminalSafe(target.name)): slope \(fixed(curve.slope, 3)), efficiency \(fixed(curve.efficiency, 3)), R² \(fixed(curve.r2, 4)), "
        + "intercept \(fixed(curve.intercept, 2)), \(curve.n) wells, \(range)"
    let left = curve.levels.filter { !$0.used }.map { level in
        // The reason names its level, in all the digits that a dilution of the standards may have.
        "  \(terminalSafe(level.reason ?? "level \(level.quantity) is left out"))\n"
    }
    return Ink.bold.applied("standard curve", colour: colour) + " \(line)\n" + left.joined()
}

/// The worst first; what passed is counted only.
func qualityText(_ findings: [QualityFinding], colour: Bool) -> String {
    let told = findings.filter { $0.status != .pass }.sorted { $1.status < $0.status }
    let passed = findings.count - told.count
    let lines = told.map { finding in
        "\(finding.status.ink.applied(finding.status.rawValue, colour: colour))  \(terminalSafe(finding.rule)): \(terminalSafe(finding.detail))\n"
    }
    return lines.joined() + (passed == 1 ? "1 quality rule passed\n" : "\(passed) quality rules passed\n")
}

extension QualityFinding.Status {
    var ink: Ink {
        switch self {
        case .pass: .green
        case .warn: .yellow
        case .fail: .red
        }
    }
}
