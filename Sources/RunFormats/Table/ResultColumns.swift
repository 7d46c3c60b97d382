// The columns of the vendor's result table, by header and its known variants: users hide and reorder columns, so places
// mean nothing.

enum ResultColumn: String, CaseIterable {
    case fileName = "file name", plateID = "plate id"
    case position, sampleName = "sample name", geneName = "gene name", cq, concentration, call, excluded, sampleType =
        "sample type"
    case standard, dye, failure, number
    /// Known, but carrying nothing that a run needs. They tell a result table from other text.
    case color, analysisName = "analysis name", cqMean = "cq mean", cqError = "cq error", concentrationMean =
        "concentration mean"
    case concentrationError = "concentration error", replicateGroup = "replicate group", editedCall = "edited call",
        slope, epf, notes
    case preparationNotes = "sample prep notes"

    /// The HTML report's headers, its typing error included.
    private static let variants: [String: ResultColumn] = [
        "concetration": .concentration, "prep notes": .preparationNotes,
    ]

    init?(header: String) {
        let folded = header.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let column = ResultColumn(rawValue: folded) ?? Self.variants[folded] else { return nil }
        self = column
    }

    /// Columns whose cells are decimal numbers: what the decimal separator is judged by.
    static let decimal: [ResultColumn] = [
        .cq, .concentration, .standard, .cqMean, .cqError, .concentrationMean, .concentrationError, .slope, .epf,
    ]
}

/// Cells by column.
struct ResultHeader {
    let places: [ResultColumn: Int]
    let count: Int

    /// Nil for a line that is no header of a vendor's table: fewer than three of its columns, or one of them twice.
    init?(_ cells: [String]) {
        var places: [ResultColumn: Int] = [:]
        for (place, cell) in cells.enumerated() {
            guard let column = ResultColumn(header: cell) else { continue }
            guard places[column] == nil else { return nil }
            places[column] = place
        }
        guard places.count >= 3 else { return nil }
        self.places = places
        count = cells.count
    }

    func cell(_ column: ResultColumn, of cells: [String]) -> String? {
        guard let place = places[column], place < cells.count else { return nil }
        return cells[place]
    }
}
