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
            curves of one target share what they have in common.
            """)

    @Argument(help: "Tab-separated matrix of fluorescence; - for standard input.")
    var curves: String

    @Option(help: "Tab-separated table with the columns 'curve' and 'target'; other columns are ignored.")
    var targets: String?

    func run() async throws {
        do {
            let matrix = try readCurveMatrix(readText(curves, bytesMax: CurveMatrix.bytesMax))
            let names = try targets.map { try readTargets(readText($0, bytesMax: CurveMatrix.bytesMax)) } ?? [:]
            try writeOutput(callMatrix(matrix, targets: names), terminator: "")
        } catch let error as MatrixError {
            throw CommandFailure.noData("\(curves): \(error)")
        }
    }
}
