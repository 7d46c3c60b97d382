import Assay
import Reporting
import Text

func samplesSection(_ run: RunDocument, _ links: PageLinks) -> Section? {
    guard !run.samples.isEmpty else { return section("Samples", .element("p", [], "The plate holds no sample.")) }
    let known = run.samples.contains { $0.patient != nil }
    let its = run.samples.contains { $0.instrumentCqMean != nil }
    let relative = run.samples.contains { $0.relative != nil }
    var columns: [Table.Column] = [
        .text("Sample"), .text("Target"), .number("Copies"), .number("95 % interval"), .text("Unit"), .number("n"),
        .number("Mean Cq"), .number("SD"),
    ]
    if its {
        columns += [.number("Its mean Cq"), .number("Its SD"), .number("Its mean quantity"), .number("Its SD")]
    }
    if known { columns.insert(contentsOf: [.text("Patient"), .number("Day")], at: 1) }
    if relative { columns.append(.number("Relative, 2^-ΔΔCq")) }
    columns.append(.text("Notes"))
    let says = !its ? "" : ". \"Its\": of what the instrument's software says of the same wells"
    var table = Table("Replicates of each sample and target together; SD of their Cq in cycles" + says, columns)
    var notes = Notes()
    for sample in run.samples {
        var cells: [HTML] = [
            name(sample.name), name(sample.target), result(sample.quantity),
            interval(sample.quantity.low, sample.quantity.high),
            name(sample.quantity.unit), "\(sample.n)", number(sample.cqMean, 2), number(sample.cqSD, 2),
        ]
        if its {
            cells += [
                number(sample.instrumentCqMean, 2), number(sample.instrumentCqSD, 2),
                copies(sample.instrumentQuantityMean), copies(sample.instrumentQuantitySD),
            ]
        }
        if known {
            cells.insert(
                contentsOf: [links.patient(sample.patient), sample.day.map { "\($0)" } ?? HTML(sample.date ?? "–")],
                at: 1)
        }
        if relative { cells.append(number(sample.relative, 3)) }
        let marks = notes.marks(remarks(sample))
        cells.append(sample.valid && sample.withheld == nil ? marks : tag("warn", "not used") + " " + marks)
        table.add(cells, [Attribute("data-s", "\t\(bounded(sample.name, 80))")])
    }
    return section("Samples", table.html, notes.html)
}

/// The copies, or the limit they lie beyond.
func result(_ quantity: QuantityDocument) -> HTML {
    if quantity.copies != nil { return copies(quantity.copies) }
    if quantity.belowLLOQ { return "< " + (quantity.lloq.map { copies($0) } ?? "LLOQ") }
    if quantity.aboveULOQ { return "> " + (quantity.uloq.map { copies($0) } ?? "ULOQ") }
    return "–"
}

/// Why a value is not used, and every flag in words.
private func remarks(_ sample: SampleDocument) -> [String] {
    var said = sample.reasons
    // The reason why it is withheld may be one of them already.
    if let withheld = sample.withheld, !said.contains(where: { withheld.contains($0) }) { said.append(withheld) }
    return said + sample.flags.map(\.phrase)
}
