import ArgumentParser
import Configuration
import Foundation
import Kinetics
import Reporting

/// `cqwatch kinetics SERIES.csv`: the same kinetics for series from elsewhere.
struct SeriesKinetics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinetics",
        abstract: "Computes the kinetics of any series.",
        discussion:
            "SERIES is CSV with the columns patient, day, copies, lloq. Below the LLOQ: empty copies, <50, BLQ, BQL, <LLOQ or ND. Decimal commas are read "
            + "where they can mean nothing else.")

    @Argument(help: "The series; - for standard input.", completion: .file())
    var series: String

    @OptionGroup var form: ListForm

    func run() async throws {
        let rows: [SeriesRow]
        do {
            rows = try SeriesTable.read(readBytes(series, bytesMax: SeriesTable.bytesMax), file: series)
        } catch let faults as ConfigurationFaults {
            throw CommandFailure.noData(faults.description)
        }
        // Patients in the order of the file.
        var order: [String] = []
        var points: [String: [SeriesPoint]] = [:]
        for row in rows {
            if points[row.patient] == nil { order.append(row.patient) }
            points[row.patient, default: []].append(SeriesPoint(day: row.day, copies: row.copies, lloq: row.lloq))
        }
        let reports = order.map { (patient: $0, kinetics: kinetics(of: points[$0] ?? [])) }
        try form.write(
            KineticsDocument(reports.map { .init(patient: $0.patient, kinetics: $0.kinetics) }),
            csv: { try $0.csv() }, text: { kineticsText(reports, width: foldingWidth(), colour: $1) })
    }
}
