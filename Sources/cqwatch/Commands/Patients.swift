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

/// Reads what is known of patients out of configuration and journal.
struct PatientFiles {
    let configuration: Configuration
    let casebook: Casebook

    init(_ option: ConfigurationOption) throws {
        configuration = try option.load()
        casebook = try option.casebook(configuration)
    }

    /// Everyone in patients.csv, and whoever else has results.
    func codes() throws -> [String] {
        let journaled = try reading { () throws(JournalError) in try casebook.patients() }
        return Set(configuration.patients.keys).union(journaled).sorted()
    }

    func report(_ code: String) throws -> PatientReport {
        let patient = configuration.patients[code] ?? Patient(code: code, infusion: nil, physician: "")
        let target = configuration.assay.targets.first { $0.role == .target }?.name ?? ""
        let measurements = try reading { () throws(JournalError) in try casebook.measurements(of: code) }
        let alerts = try reading { () throws(JournalError) in try casebook.alerts(ofPatient: code) }
        let first = try reading { () throws(JournalError) in try casebook.firstRecord(of: code) }
        let context = judgementContext(configuration, programVersion: programVersion)
        return PatientReport(
            patient: patient, target: target, measurements: measurements, alerts: alerts, rules: configuration.rules,
            today: context.today,
            firstRecord: first.flatMap(context.date))
    }
}

/// `cqwatch patients`.
struct Patients: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists every patient's kinetics.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @ArgumentParser.Flag(help: "Draw every patient's copies against the days, on a log scale.")
    var plot = false

    func run() async throws {
        let files = try PatientFiles(config)
        let reports = try files.codes().map { try files.report($0) }
        guard !json.isOn else { return try writeOutput(Reporting.json(PatientsDocument(reports), indented: true)) }
        let colour = showsColour()
        if plot {
            let plots = reports.filter { !$0.values.isEmpty }.map { KineticsPlot($0) }
            try writeOutput(plotGrid(plots, width: terminalWidth(), colour: colour))
        }
        try writeOutput(patientsText(reports, colour: colour), terminator: "")
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
    @OptionGroup var json: JSONFlag

    @ArgumentParser.Flag(help: "Draw the copies against the days, on a log scale.")
    var plot = false

    @ArgumentParser.Flag(help: "Show beside them what other sites measured, as the central store tells this one.")
    var central = false

    private static let plotHeight = 18

    func run() async throws {
        let files = try PatientFiles(config)
        guard try files.codes().contains(code) else {
            throw CommandFailure.no(
                "\(terminalSafe(code)) is neither in \(files.configuration.patientsPath) nor in the journal")
        }
        let report = try files.report(code)
        let elsewhere = try central ? valuesElsewhere(files) : nil
        if json.isOn {
            let own = PatientDocument(report)
            return try writeOutput(
                elsewhere.map { try Reporting.json(PatientWithElsewhere(own, elsewhere: $0), indented: true) }
                    ?? Reporting.json(own, indented: true))
        }
        if plot {
            let drawing = KineticsPlot(report)
            try writeOutput(drawing.text(width: terminalWidth(), height: Self.plotHeight, colour: showsColour()))
        }
        try writeOutput(patientText(report, colour: showsColour()), terminator: "")
        if let elsewhere { try writeOutput(elsewhereText(elsewhere), terminator: "") }
    }

    private func valuesElsewhere(_ files: PatientFiles) throws -> [ElsewhereValue] {
        let (site, connection) = try files.configuration.shippingPlace(config.path)
        return try asking { try valuesFromElsewhere(of: code, site: site, connection: connection) }
    }
}
