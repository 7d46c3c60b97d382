import Alerts
import ArgumentParser
import Assay
import Casebook
import Central
import Configuration
import Foundation
import Journal
import Reporting
import Service
import Shipping
import Text

/// `cqwatch patients`.
struct Patients: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists every patient's kinetics.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @ArgumentParser.Flag(help: "Draw every patient's copies against the days, on a log scale.")
    var plot = false

    func run() async throws {
        let known = try config.known()
        let reports = try reading { () throws(JournalError) in
            try known.everyPatient(alerts: form.isForPeople && !plot ? .standing : .all) { $0 }
        }
        if plot, form.isForPeople {
            let colour = showsColour()
            let plots = reports.filter { !$0.values.isEmpty }.map { KineticsPlot($0) }
            try writeOutput(shownPlot(plotGrid(plots, width: plotWidth(), colour: colour)))
        }
        try form.write(
            PatientsDocument(reports), csv: { try $0.csv() },
            text: { patientsText(reports, width: foldingWidth(), colour: $1) })
    }
}

/// `cqwatch patient CODE`.
struct PatientKinetics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Shows the kinetics of one patient: values, withheld values with their reasons, alerts.")

    @Argument(help: "The study code.")
    var code: String

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @ArgumentParser.Flag(help: "Draw the copies against the days, on a log scale.")
    var plot = false

    @ArgumentParser.Flag(help: "Show beside them what other sites measured, as the central store tells this one.")
    var central = false

    private static let plotHeight = 18

    func run() async throws {
        let known = try config.known()
        let report = known.report(try known.course(named: code))
        let elsewhere = try central ? valuesElsewhere(known.configuration) : nil
        if plot, form.isForPeople {
            let drawing = KineticsPlot(report)
            try writeOutput(
                shownPlot(drawing.text(width: plotWidth(), height: Self.plotHeight, colour: showsColour())))
        }
        let zone = known.configuration.instrumentZone
        let own = PatientDocument(report)
        let text = { (colour: Bool) in
            patientText(report, zone: zone, width: foldingWidth(), colour: colour)
        }
        guard let elsewhere else {
            return try form.write(own, csv: { try $0.csv() }, text: { text($1) })
        }
        try form.write(
            PatientWithElsewhere(own, elsewhere: elsewhere), csv: { try $0.own.csv() },
            text: { text($1) + elsewhereText($0.elsewhere) })
    }

    private func valuesElsewhere(_ configuration: Configuration) throws -> [ElsewhereValue] {
        let (site, connection) = try configuration.shippingPlace(config.path)
        return try asking { try valuesFromElsewhere(of: code, site: site, connection: connection) }
    }
}
