// Replicates of a dilution series as a table: one line a well, with its Cq, its declared quantity and its target.
import Assay
internal import Text

/// A target of such a table.
public struct DilutionSeries: Hashable, Sendable {
    public let target: String
    public let levels: [DilutionLevel]
    /// What looks like a mistake in reading the table: sentences.
    public let remarks: [String]
}

public enum DilutionTable {
    public static let cqNames = ["cq", "ct", "cp"]
    static let quantityNames = ["quantity", "sq"]
    /// No run has so many cycles: instruments that write 100 or 999 mean "no Cq".
    public static let cyclesMax = 100
    /// So many equal whole numbers at the top of a target's Cqs look like a word for "no Cq".
    static let equalMin = 3
}

/// Reads a table with the columns `cq` (`ct`, `cp`), `quantity` (or `sq`, as Bio-Rad's software writes it) and, where
/// there are several, `target`; other columns are ignored. A word for "no Cq" (`NoCq.words`) and a Cq that no run can
/// give (0 and below, `cycles` and above) did not amplify; a line without a quantity is a control and is left out.
///
/// - Parameter cycles: how many cycles the runs had, where that is known.
/// - Returns: each target's levels, targets in the order of the table.
/// - Throws: where the columns are missing or a cell is no number.
public func readDilutions(_ text: String, cycles: Int? = nil) throws(MatrixError) -> [DilutionSeries] {
    let table = try NumberTable(text)
    let header = table.header.map { $0.lowercased() }
    guard let cq = header.firstIndex(where: DilutionTable.cqNames.contains),
        let quantity = header.firstIndex(where: DilutionTable.quantityNames.contains)
    else {
        throw MatrixError(
            "The first line should name the columns cq (or ct, cp) and quantity (and target, where there are several).")
    }
    let target = header.firstIndex(of: "target")
    let last = Double(min(cycles ?? DilutionTable.cyclesMax, DilutionTable.cyclesMax))
    var order: [String] = []
    var wells: [String: DilutionWells] = [:]
    for row in table.rows {
        func cell(_ column: Int) -> String { column < row.cells.count ? row.cells[column] : "" }
        func number(_ column: Int) throws(MatrixError) -> Double {
            if NoCq.isMeant(by: cell(column)) { return .nan }
            guard let value = table.number(cell(column)) else {
                throw MatrixError(
                    "Line \(row.line) holds \(quoted(cell(column), max: 40)), which is neither a number nor a word for "
                        + "\"no Cq\" (\(NoCq.words.joined(separator: ", ")))."
                )
            }
            return value
        }
        let declared = try number(quantity), measured = try number(cq)
        guard declared > 0, declared.isFinite else { continue }
        let name = target.map(cell) ?? ""
        if wells[name] == nil { order.append(name) }
        wells[name, default: DilutionWells()].add(
            declared, measured > 0 && measured < last ? measured : nil, written: measured)
    }
    return order.compactMap { name in
        wells[name].map { DilutionSeries(target: name, levels: $0.levels, remarks: $0.remarks(cycles: cycles)) }
    }
}

/// The wells of one target while its lines are read.
private struct DilutionWells {
    private var byQuantity: [Double: (cqs: [Double], replicates: Int)] = [:]
    private var impossible = 0

    mutating func add(_ quantity: Double, _ cq: Double?, written: Double) {
        byQuantity[quantity, default: ([], 0)].replicates += 1
        if let cq { byQuantity[quantity]?.cqs.append(cq) } else if written.isFinite { impossible += 1 }
    }

    var levels: [DilutionLevel] {
        byQuantity.map { DilutionLevel(quantity: $0, cqs: $1.cqs, replicates: $1.replicates) }.sorted {
            $0.quantity > $1.quantity
        }
    }

    func remarks(cycles: Int?) -> [String] {
        var remarks: [String] = []
        if impossible > 0 {
            remarks.append(
                "\(impossible == 1 ? "1 well holds" : "\(impossible) wells hold") a Cq that no run of "
                    + "\(cycles.map { "\($0)" } ?? "fewer than \(DilutionTable.cyclesMax)") cycles can give; "
                    + "\(impossible == 1 ? "it counts" : "they count") as not detected."
            )
        }
        let cqs = byQuantity.values.flatMap(\.cqs)
        if let last = cqs.max(), last == last.rounded(), cqs.contains(where: { $0 != $0.rounded() }),
            case let equal = cqs.count(where: { $0 == last }),
            equal >= DilutionTable.equalMin
        {
            remarks.append(
                "\(equal) wells hold exactly Cq \(plain(last)), the highest of all: if that stands for \"no Cq\", say "
                    + "--cycles \(plain(last)); they count as detected here."
            )
        }
        return remarks
    }
}
