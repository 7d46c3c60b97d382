import ArgumentParser
import Assay
import Foundation
import Quantification
import Reporting

/// `cqwatch lod REPLICATES.csv`: what the assay can see and what it can count.
struct Limits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lod",
        abstract: "Limits of detection and quantification from replicates of a dilution series.",
        discussion: """
            REPLICATES is a table (CSV or tab-separated), one line a well, with the columns cq, quantity (or SQ) and target; an empty Cq or NA did not amplify, \
            a line without a quantity is a control. LOD: the lowest level of which 95 % are detected, with none higher below that. LOQ: the lowest level whose \
            quantities vary by at most 35 % (Klymus, Merkes et al. 2020). The LOQ, in the unit of a sample, is what assay.lloq asks for.
            """)

    @Argument(help: "The replicates; - for standard input.")
    var replicates: String

    @OptionGroup var json: JSONFlag

    func run() async throws {
        let targets: [(target: String, limits: DetectionLimits)]
        do {
            targets = try readDilutions(readText(replicates, bytesMax: CurveMatrix.bytesMax)).map { ($0.target, detectionLimits($0.levels)) }
        } catch let error as MatrixError {
            throw CommandFailure.noData("\(replicates): \(error)")
        }
        guard !targets.isEmpty else { throw CommandFailure.noData("\(replicates): no line holds a quantity") }
        if json.isOn {
            try writeOutput(Reporting.json(DetectionLimitsDocument(targets), indented: true))
        } else {
            try writeOutput(detectionLimitsText(targets, colour: showsColour()), terminator: "")
        }
    }
}
