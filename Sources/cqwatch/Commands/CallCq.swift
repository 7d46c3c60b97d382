import ArgumentParser
import Foundation
import Quantification

/// `cqwatch cq`: the engine on any matrix of fluorescence.
struct CallCq: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cq",
        abstract: "Calls Cq on any matrix of fluorescence.",
        discussion: """
            CURVES is tab-separated: first column 'cycle', then one column a curve; an empty cell or NA is a missing \
            cycle. The answer is tab-separated: curve, cq, cq_se, n0, efficiency, call, reason. With --targets the \
            curves of one target share what they have in common. With --transpose a line is a curve: the first column \
            names it, columns headed by a number are cycles, as 'analyze --curves --csv' writes them. With --measures \
            the numbers follow that each curve by itself is called by.
            """)

    @Argument(help: "Tab-separated matrix of fluorescence; - for standard input.", completion: .file())
    var curves: String

    @Option(
        help: "Tab-separated table with the columns 'curve' and 'target'; other columns are ignored.",
        completion: .file())
    var targets: String?

    @Flag(help: "A line is a curve and a column a cycle.")
    var transpose = false

    @Flag(
        help: """
            Show what decides each call: how much better a sigmoid fits than a line and a parabola, range over noise, \
            cycles and growth of the rise.
            """)
    var measures = false

    func run() async throws {
        do {
            let matrix = try readCurveMatrix(
                readText(curves, bytesMax: CurveMatrix.bytesMax), transposed: transpose)
            let names = try targets.map { try readTargets(readText($0, bytesMax: CurveMatrix.bytesMax)) } ?? [:]
            try writeOutput(callMatrix(matrix, targets: names, measured: measures), terminator: "")
        } catch let error as MatrixError {
            throw CommandFailure.noData("\(curves): \(error)")
        }
    }
}
