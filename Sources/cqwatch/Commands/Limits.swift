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
            REPLICATES is a table (CSV or tab-separated, decimal points or commas), one line a well, with the columns \
            cq (or ct, cp), quantity (or sq) and \
            target. Not detected: an empty Cq or one of \(NoCq.words.joined(separator: ", ")), a Cq of 0 or less, of \
            --cycles or more, of \
            \(DilutionTable.cyclesMax) or more. A line without a quantity is a control. LOD: the lowest level of which \
            95 % are detected, with none above \
            that is not; beside it the quantity that a Poisson curve of detection through all levels puts at 95 %, \
            with its 95 % confidence interval (profile \
            likelihood). LOQ: the lowest level whose quantities vary by at most 35 % (Klymus, Merkes et al. 2020). The \
            LOQ, in the unit of a sample, is what \
            assay.lloq asks for.
            """)

    @Argument(help: "The replicates; - for standard input.", completion: .file())
    var replicates: String

    @Option(help: "A level counts only with so many wells (2 to 384).")
    var replicatesMin = QualityLimits().detectionReplicatesMin

    @Option(help: "Cycles of the runs: a Cq of so many or more is none.")
    var cycles: Int?

    @OptionGroup var form: ListForm

    func validate() throws {
        guard (2...384).contains(replicatesMin) else { throw ValidationError("--replicates-min goes from 2 to 384.") }
        guard cycles.map({ (2...DilutionTable.cyclesMax).contains($0) }) ?? true else {
            throw ValidationError("--cycles goes from 2 to \(DilutionTable.cyclesMax).")
        }
    }

    func run() async throws {
        var limits = QualityLimits()
        limits.detectionReplicatesMin = replicatesMin
        let targets: [TargetLimits]
        do {
            targets = try readDilutions(readText(replicates, bytesMax: CurveMatrix.bytesMax), cycles: cycles).map {
                TargetLimits(name: $0.target, limits: detectionLimits($0.levels, limits), remarks: $0.remarks)
            }
        } catch let error as MatrixError {
            throw CommandFailure.noData("\(replicates): \(error)")
        }
        guard !targets.isEmpty else { throw CommandFailure.noData("\(replicates): no line holds a quantity") }
        try form.write(
            DetectionLimitsDocument(targets), csv: { try $0.csv() },
            text: { detectionLimitsText(targets, width: foldingWidth(), colour: $1) })
    }
}
