// Where a reaction lies: RDML 1.0 names wells ("B1"), later versions number them row by row.
internal import Assay

struct PlateNumbering {
    /// Columns of a row of the plate.
    let columns: Int
    let rows: Int
    /// Said where the plate's own measures could not be used.
    var note: String?

    init(rows: Int?, columns: Int?, highestNumber: Int) {
        if let rows, let columns, (1...WellPosition.rowsMax).contains(rows),
            (1...WellPosition.columnsMax).contains(columns)
        {
            self.rows = rows
            self.columns = columns
            return
        }
        let usual = [(8, 12), (16, 24), (32, 48)]
        let (usualRows, usualColumns) =
            usual.first { highestNumber <= $0 * $1 } ?? (WellPosition.rowsMax, WellPosition.columnsMax)
        self.rows = usualRows
        self.columns = usualColumns
        if highestNumber > 0 {
            note =
                "The file names no usual plate of rows and columns; wells are numbered as on a plate of "
                + "\(usualRows * usualColumns)."
        }
    }

    func position(of id: String) -> WellPosition? {
        guard let number = Int(id) else { return WellPosition(label: id) }
        guard number <= rows * columns else { return nil }
        return WellPosition(number: number, columns: columns)
    }
}
