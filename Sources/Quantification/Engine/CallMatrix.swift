// `cqwatch cq`: a matrix of curves in, a table of calls out.
internal import Assay
internal import Text

/// Calls every curve, the curves of one target together. `targets` maps a curve's name to its target; curves it does
/// not name are taken as one target. Returns tab-separated text, `curve cq cq_se n0 efficiency call reason`, one line a
/// curve in the matrix's order; a value that is withheld is empty and never NaN. Cq counts cycles as the matrix does.
/// - Parameter measured: behind these columns the numbers that each curve by itself is called by
///   (`AmplificationMeasures`); their cycles count from the curve's first.
public func callMatrix(
    _ matrix: CurveMatrix, targets: [String: String] = [:], measured: Bool = false,
    engine: some CqEngine = SigmoidEngine()
) -> String {
    var results = matrix.columns.map { CqResult(call: .invalid, reason: $0.reason) }
    var groups: [String?: [Int]] = [:]
    for (i, column) in matrix.columns.enumerated() where column.curve != nil {
        groups[targets[column.name], default: []].append(i)
    }
    for indices in groups.values {
        let called = engine.call(indices.compactMap { matrix.columns[$0].curve })
        for (i, result) in zip(indices, called) { results[i] = result }
    }
    let tab: Unicode.Scalar = "\t"
    let head = ["curve", "cq", "cq_se", "n0", "efficiency", "call", "reason"]
    var text = delimitedLine(head + (measured ? AmplificationMeasures.names : []), separator: tab) + "\n"
    var space = CurveWorkspace()
    for (column, result) in zip(matrix.columns, results) {
        var cells = [
            tableCell(column.name, separator: tab), number(result.cq), number(result.cqSE), number(result.n0),
            number(result.efficiency), result.call.rawValue, tableCell(result.reason ?? "", separator: tab),
        ]
        if measured {
            let measures = column.curve.flatMap { AmplificationMeasures($0, &space) }
            cells += (measures?.numbers ?? AmplificationMeasures.names.map { _ in nil }).map(number)
        }
        text += delimitedLine(cells, separator: tab) + "\n"
    }
    return text
}

private func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return "\(value)"
}
