// The published metric of a dilution set: leave one level out, fit the standard curve on the others, calculate the
// level back.
import Assay
import Foundation
import Quantification
import TestSupport

/// One public set of curves with what is known of them.
struct DilutionSet {
    struct Curve {
        let name: String
        let target: String
        let level: String
        /// Nil where no quantity is stated.
        let logQuantity: Double?
        let result: CqResult
    }
    let curves: [Curve]

    /// Reads `../shared/data/FOLDER/NAME` and calls all its curves, the curves of one target together.
    init(_ name: String, folder: String = "curves", engine: some CqEngine = SigmoidEngine()) throws {
        func text(_ file: String) throws -> String {
            String(decoding: try SharedData.bytes("\(folder)/\(name).\(file).tsv"), as: UTF8.self)
        }
        let matrix = try readCurveMatrix(try text("curves"))
        let lines = try text("meta").split(whereSeparator: \.isNewline).map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let header = lines.first ?? []
        var meta: [String: [String: String]] = [:]
        for line in lines.dropFirst() {
            let row = Dictionary(zip(header, line), uniquingKeysWith: { first, _ in first })
            meta[row["curve"] ?? ""] = row
        }
        var groups: [String: [Int]] = [:]
        for (i, column) in matrix.columns.enumerated() {
            groups[meta[column.name]?["target"] ?? "", default: []].append(i)
        }
        var called: [Curve] = []
        for (target, indices) in groups.sorted(by: { $0.key < $1.key }) {
            let results = engine.call(indices.compactMap { matrix.columns[$0].curve })
            for (i, result) in zip(indices, results) {
                let row = meta[matrix.columns[i].name] ?? [:]
                var quantity = row["quantity"].flatMap(Double.init)
                guard quantity != 0, row["level"] != "empty", !isLeftOut(target, of: name) else { continue }
                if name == "reps", row["level"] == "7" { quantity = nil }
                called.append(
                    Curve(
                        name: matrix.columns[i].name, target: series(of: target, sample: row["sample"] ?? "", in: name),
                        level: row["level"] ?? "",
                        logQuantity: quantity.flatMap { $0 > 0 ? log10($0) : nil }, result: result))
            }
        }
        curves = called
    }

    /// Curves of a dilution without a Cq.
    var failed: Int { curves.count { $0.result.cq == nil } }

    /// Root mean square error of the back-calculated log10 quantity.
    var rmse: Double {
        var errors: [Double] = []
        for curves in Dictionary(grouping: curves, by: \.target).values {
            let points = curves.compactMap { curve in
                curve.logQuantity.flatMap { x in curve.result.cq.map { (x: x, y: $0) } }
            }
            let levels = Set(points.map(\.x))
            guard points.count >= 4, levels.count >= 3 else { continue }
            for level in levels {
                let others = points.filter { $0.x != level }
                let n = Double(others.count)
                let mx = others.reduce(0) { $0 + $1.x } / n, my = others.reduce(0) { $0 + $1.y } / n
                let slope =
                    others.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) }
                    / others.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
                errors += points.filter { $0.x == level }.map { (($0.y - my) / slope + mx) - level }
            }
        }
        return (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    }

    /// Share of the replicates that lie within 1.96 standard errors of their level's mean, with the mean's own error
    /// taken into account.
    var coverage: (inside: Int, of: Int) {
        var inside = 0, total = 0
        for group in Dictionary(grouping: curves, by: { [$0.target, $0.level] }).values {
            let values = group.compactMap { curve in
                curve.result.cq.flatMap { cq in curve.result.cqSE.map { (cq, $0) } }
            }
            guard values.count >= 2 else { continue }
            let n = Double(values.count), mean = values.reduce(0) { $0 + $1.0 } / n
            total += values.count
            inside += values.count { abs($0.0 - mean) < 1.96 * $0.1 * (1 - 1 / n).squareRoot() }
        }
        return (inside, total)
    }
}

/// Targets that the published scores leave out: no dilution of anything, or flat.
private func isLeftOut(_ target: String, of set: String) -> Bool {
    switch set {
    case "vermeulen2": target.hasPrefix("ALU")
    case "amc_p3": ["FSTL_1_O_417", "FSTL_1_T_770", "No Primer"].contains(target)
    default: false
    }
}

/// dkfz_p11 dilutes genomic DNA and amplicons: series of their own, called together.
private func series(of target: String, sample: String, in set: String) -> String {
    guard set == "dkfz_p11" else { return target }
    let kind =
        sample.hasPrefix("genomic")
        ? "gDNA" : sample.contains("BSG") ? "DilBSG" : sample.hasPrefix("Dil") ? "Dil" : "other"
    return "\(target)|\(kind)"
}
