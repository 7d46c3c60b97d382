public import Assay
public import Rules
import Text

/// A run for people: what it is, the plate, the samples, the standard curves and what the quality rules say.
/// - Parameter width: columns that tables are folded to; nil: none are, and running text to `textColumns`.
public func runText(
    _ run: RunAnalysis, file: String, attributions: [Attribution] = [],
    decisions: [RunDecisionDocument] = [], width: Int? = nil, colour: Bool = false
) -> String {
    let tables = width, width = width ?? textColumns
    var parts = [heading(run, file: file, tables: tables, width: width, colour: colour)]
    if !run.wells.isEmpty { parts.append(plateText(run, width: width, colour: colour)) }
    if !run.samples.isEmpty {
        parts.append(samplesText(run, attributions, tables: tables, width: width, colour: colour))
    }
    parts += run.targets.filter { $0.curve != nil }.map { curveText($0, width: width, colour: colour) }
    parts.append(qualityText(run.quality.map { shortened($0, run.targets) }, width: width, colour: colour))
    let decided = decisionsText(decisions, width: width, colour: colour)
    if !decided.isEmpty { parts.append(decided) }
    return parts.joined(separator: "\n")
}

private func heading(_ run: RunAnalysis, file: String, tables: Int?, width: Int, colour: Bool) -> String {
    let status = run.qualityStatus
    let verdict = status.ink.applied("quality \(status.rawValue)", colour: colour)
    let facts = [
        run.identity.started.map { "started \($0.replacing("T", with: " "))" }, run.instrument,
        run.identity.serial.map { "serial \($0)" }, run.software, run.cycles > 0 ? counted(run.cycles, "cycle") : nil,
        "run \(run.identity.id)",
    ].compactMap { $0 }.joined(separator: ", ")
    let missing =
        run.incomplete.map {
            Ink.yellow.applied(folded("incomplete: \($0)", indent: 0, columns: width), colour: colour) + "\n"
        } ?? ""
    let name = folded(file, indent: 0, width: tables)
    let besides = "  \(run.format.rawValue)  quality \(status.rawValue)"
    let isTooLong = tables.map { name.count + besides.count > $0 } ?? false
    return
        "\(Ink.bold.applied(name, colour: colour))\(isTooLong ? "\n" : "")  \(run.format.rawValue)  "
        + "\(verdict)\n\(folded(facts, indent: 0, columns: width))\n\(missing)"
}

/// One line a sample; what there is to say of it stands below, each remark once.
private func samplesText(_ run: RunAnalysis, _ attributions: [Attribution], tables: Int?, width: Int, colour: Bool)
    -> String
{
    var table = AlignedTable([
        .init("sample"), .init("target"), .init("wells"), .init("n", .right), .init("Cq", .right), .init("SD", .right),
        .init("Tm", .right),
        .init("copies", .right),
        .init("95 % interval", .right), .init("unit"), .init("remarks"),
    ])
    let beside = besideColumns(run.samples)
    table.columns.insert(contentsOf: beside.map { .init($0.title, .right) }, at: remarksColumn)
    var notes = Footnotes()
    let known = attributions.count == run.samples.count
    for (index, sample) in run.samples.enumerated() {
        let withheld = known ? attributions[index].withheld : nil
        let remarks =
            sample.reasons + [withheld].compactMap { $0 }
            + sample.flags.filter { !isShownElsewhere($0, sample) }.map(\.phrase)
        table.add(
            [
                sample.name, sample.target, wellsText(of: sample, run), String(sample.n), fixed(sample.cqMean, 2),
                fixed(sample.cqSD, 2), meltText(of: sample, run),
                copiesText(sample.quantity),
                intervalText(sample.low, sample.high), sample.unit,
            ] + beside.map { $0.cell(sample) } + [notes.marks(remarks)], ink: sample.valid ? nil : .yellow)
    }
    return table.text(colour: colour, columns: tables) + notes.text(columns: width)
}

private let remarksColumn = 10

private func wells(of sample: SampleAnalysis, _ run: RunAnalysis) -> [WellAnalysis] {
    run.wells.filter { $0.sample == sample.name && $0.target == sample.target && $0.type != .unused }
}

private let wellsMax = 6

private func wellsText(of sample: SampleAnalysis, _ run: RunAnalysis) -> String {
    let labels = wells(of: sample, run).map(\.position.label)
    return labels.prefix(wellsMax).joined(separator: " ") + (labels.count > wellsMax ? " …" : "")
}

/// Of the highest peaks, °C: one number where they agree to a tenth of a degree, else from the lowest to the highest.
private func meltText(of sample: SampleAnalysis, _ run: RunAnalysis) -> String {
    let peaks = wells(of: sample, run).compactMap(\.tm.first)
    guard let low = peaks.min(), let high = peaks.max() else { return "–" }
    return high - low <= 0.1 ? fixed((low + high) / 2, 1) : "\(fixed(low, 1))–\(fixed(high, 1))"
}

/// What is known of some sample beside its copies: copies a cell and a microgram with their intervals, and the two
/// relative quantities.
private func besideColumns(_ samples: [SampleAnalysis]) -> [(title: String, cell: (SampleAnalysis) -> String)] {
    func amount(_ quantity: Quantity?) -> String {
        guard let quantity, let seen = quantity.seen else { return "–" }
        guard case .quantified(let estimate) = seen else { return copiesText(quantity) }
        return plainCopies(estimate.value)
            + (estimate.low == nil || estimate.high == nil ? "" : " (\(intervalText(estimate.low, estimate.high)))")
    }
    func ratio(_ ratio: Double?) -> String { ratio.map { plainCopies($0) } ?? "–" }
    let columns: [(title: String, isKnown: (SampleAnalysis) -> Bool, cell: (SampleAnalysis) -> String)] = [
        ("copies/cell", { $0.perCell != nil }, { amount($0.perCell) }),
        ("copies/ug gDNA", { $0.perMicrogram != nil }, { amount($0.perMicrogram) }),
        ("2^-ddCq", { $0.relative != nil }, { ratio($0.relative) }),
        ("Pfaffl", { $0.relativePfaffl != nil }, { ratio($0.relativePfaffl) }),
    ]
    return columns.filter { samples.contains(where: $0.isKnown) }.map { ($0.title, $0.cell) }
}

/// "< 10" in the column of the copies says it, or the quality rule instrument.cq, which tells a shift of the whole
/// plate from a well that differs.
private func isShownElsewhere(_ flag: Flag, _ sample: SampleAnalysis) -> Bool {
    flag == .instrumentDiffers
        || [.belowLLOQ, .aboveULOQ, .outsideRange].contains(flag) && (sample.belowLLOQ || sample.aboveULOQ)
}

/// The copies, or the limit they lie beyond.
private func copiesText(_ sample: Quantity) -> String {
    if let copies = sample.copies { return plainCopies(copies) }
    if sample.belowLLOQ { return sample.lloq.map { "< \(plainCopies($0))" } ?? "below LLOQ" }
    if sample.aboveULOQ { return sample.uloq.map { "> \(plainCopies($0))" } ?? "above ULOQ" }
    return "–"
}

func intervalText(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "–" }
    return "\(plainCopies(low)) – \(plainCopies(high))"
}

private func curveText(_ target: TargetAnalysis, width: Int, colour: Bool) -> String {
    guard let curve = target.curve else { return "" }
    let range =
        if let low = curve.lloq, let high = curve.uloq { "valid from \(plainCopies(low)) to \(plainCopies(high))" } else
        { "no valid range" }
    let line =
        "\(target.name): slope \(fixed(curve.slope, 3)), efficiency \(fixed(curve.efficiency, 3)), R² "
        + "\(fixed(curve.r2, 4)), intercept \(fixed(curve.intercept, 2)), \(counted(curve.n, "well")), \(range)"
    var table = AlignedTable([
        .init("  standard", .right), .init("n", .right), .init("mean Cq", .right), .init("read back as", .right),
        .init("off by", .right), .init("CV", .right), .init(""),
    ])
    for level in curve.levels {
        guard let n = level.n, n > 0 else { continue }
        table.add(
            [
                plainCopies(level.quantity), String(n), fixed(level.cq, 2),
                level.backCalculated.map(plainCopies) ?? "–",
                level.backCalculated.map { signedPercent($0 / level.quantity - 1) } ?? "–",
                level.cv.map(percent) ?? "–", level.used ? "" : "left out",
            ], ink: level.used ? nil : .dim)
    }
    let left = curve.levels.filter { !$0.used }.map { level in
        // The reason names its level, in all the digits that a dilution of the standards may have.
        "  " + folded(level.reason ?? "level \(level.quantity) is left out", indent: 4, columns: width) + "\n"
    }
    let lead = "standard curve "
    return Ink.bold.applied("standard curve", colour: colour) + " \(folded(line, indent: lead.count, columns: width))\n"
        + (table.rows.isEmpty ? "" : table.text(colour: colour, columns: width))
        + left.joined()
}

/// "+3 %", "-12 %".
private func signedPercent(_ fraction: Double) -> String { (fraction < 0 ? "-" : "+") + percent(abs(fraction)) }

/// A finding that lists the reasons that stand under the standard curve already points there.
private func shortened(_ finding: QualityFinding, _ targets: [TargetAnalysis]) -> QualityFinding {
    let told = targets.first { target in
        let reasons = target.curve?.levels.filter { !$0.used }.map(\.reason) ?? []
        return !reasons.isEmpty && reasons.allSatisfy { $0.map { !$0.isEmpty && finding.detail.contains($0) } ?? false }
    }
    guard let told, let levels = told.curve?.levels.count(where: { !$0.used }) else { return finding }
    let left = levels == 1 ? "1 level is" : "\(levels) levels are"
    return QualityFinding(
        rule: finding.rule, status: finding.status,
        detail: "\(told.name): \(left) left out, for the reasons given under the standard curve.")
}

/// The worst first; what passed is counted only, but for what gives figures that no table holds.
func qualityText(_ findings: [QualityFinding], width: Int = textColumns, colour: Bool) -> String {
    let told = findings.filter { $0.status != .pass || toldThoughPassed.contains($0.rule) }.sorted {
        $1.status < $0.status
    }
    let passed = findings.count { $0.status == .pass }
    let lines = told.map { finding in
        "\(finding.status.ink.applied(finding.status.rawValue, colour: colour))  "
            + "\(folded("\(finding.rule): \(finding.detail)", indent: 6, columns: width))\n"
    }
    return lines.joined() + "\(counted(passed, "quality rule")) passed\n"
}

/// The limits of detection and quantification with their interval: what MIQE 2.0 asks of a report.
private let toldThoughPassed: Set<RuleID> = ["detection_limits"]

extension QualityFinding.Status {
    var ink: Ink {
        switch self {
        case .pass: .green
        case .warn: .yellow
        case .fail: .red
        }
    }
}
