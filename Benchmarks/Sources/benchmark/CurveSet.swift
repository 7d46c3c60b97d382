// The public sets on disk: NAME.curves.tsv and, where their targets are known, NAME.meta.tsv.
import Assay
import Foundation
import Quantification

struct CurveSet {
    let name: String
    let curves: [(name: String, curve: AmplificationCurve)]
    /// Indices of the curves of each target, as `cqwatch cq --targets` groups them.
    let targets: [[Int]]

    init(folder: URL, name: String) throws {
        func text(_ kind: String) throws -> String {
            try String(contentsOf: folder.appending(path: "\(name).\(kind).tsv"), encoding: .utf8)
        }
        self.name = name
        let isGrouped = FileManager.default.fileExists(atPath: folder.appending(path: "\(name).meta.tsv").path)
        let targets = isGrouped ? try readTargets(try text("meta")) : [:]
        curves = try readCurveMatrix(try text("curves")).columns.compactMap { column in column.curve.map { (column.name, $0) } }
        self.targets = Dictionary(grouping: curves.indices) { [curves] in targets[curves[$0].name] ?? "" }.sorted { $0.key < $1.key }.map(\.value)
    }

    func call(_ engine: SigmoidEngine) -> [CqResult] {
        var results = [CqResult](repeating: CqResult(call: .invalid), count: curves.count)
        for indices in targets {
            for (i, result) in zip(indices, engine.call(indices.map { curves[$0].curve })) { results[i] = result }
        }
        return results
    }
}
