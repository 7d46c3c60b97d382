// Columns of digital readers' exports, by the headers that their programs write: Bio-Rad QuantaSoft
// ("AcceptedDroplets"; its first versions say "Assay" for the target), QuantaSoft Analysis Pro and QX Manager
// ("Accepted Droplets"; "Sample", later "Sample description 1"), QIAGEN QIAcuity Software Suite ("Partitions (valid)",
// "Sample/NTC/Control", the well's column without a name; later "Well", "Target (Name)").

enum DigitalColumn {
    case well, sample, target, sampleType, targetType, accepted, positive, negative, concentration, mergedWells

    private static let headers: [String: DigitalColumn] = [
        "well": .well, "well name": .well, "": .well,
        "sample": .sample, "sample description 1": .sample, "sample/ntc/control": .sample,
        "target": .target, "target (name)": .target, "assay": .target,
        "sampletype": .sampleType, "control type": .sampleType, "type": .sampleType, "targettype": .targetType,
        "typeassay": .targetType,
        "accepteddroplets": .accepted, "accepted droplets": .accepted, "partitions (valid)": .accepted,
        "positives": .positive, "partitions (positive)": .positive,
        "negatives": .negative, "partitions (negative)": .negative,
        "concentration": .concentration, "conc(copies/ul)": .concentration, "concentration (copies/ul)": .concentration,
        "conc. [copies/ul]": .concentration, "conc [copies/ul]": .concentration,
        "conc. [cp/ul] (dpcr reaction)": .concentration,
        "mergedwells": .mergedWells, "merged wells": .mergedWells,
    ]

    init?(header: String) {
        let folded = String(header.lowercased().map { $0 == "\u{B5}" || $0 == "\u{3BC}" ? "u" : $0 })
        guard let column = Self.headers[folded] else { return nil }
        self = column
    }

    /// What a table must have to be one of these.
    static let required: [DigitalColumn] = [.well, .sample, .target, .accepted, .positive, .negative]
}

struct DigitalHeader {
    let places: [DigitalColumn: Int]
    let count: Int

    /// Nil for a line that is no header of a known reader. Of two columns of one meaning the first counts (QX Manager
    /// has four sample descriptions).
    init?(_ cells: [String]) {
        var places: [DigitalColumn: Int] = [:]
        for (place, cell) in cells.enumerated() {
            guard let column = DigitalColumn(header: cell.trimmed), places[column] == nil, !cell.isEmpty || place == 0
            else { continue }
            places[column] = place
        }
        guard DigitalColumn.required.allSatisfy({ places[$0] != nil }) else { return nil }
        self.places = places
        count = cells.count
    }

    func cell(_ column: DigitalColumn, of cells: [String]) -> String {
        guard let place = places[column], place < cells.count else { return "" }
        return cells[place]
    }
}
