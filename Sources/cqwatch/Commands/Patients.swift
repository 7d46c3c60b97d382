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
import Snapshots
import Text

/// Reads what is known of patients out of configuration and journal.
struct PatientFiles {
    let configuration: Configuration
    private let casebook: Casebook
    private let context: JudgementContext

    init(_ option: ConfigurationOption) throws {
        configuration = try option.load()
        casebook = try option.casebook(configuration)
        context = judgementContext(configuration, programVersion: programVersion)
    }

    /// Everyone in patients.csv, and whoever else has results, by code.
    func reports() throws -> [PatientReport] {
        try reading { () throws(JournalError) in
            try casebook.everyCourse(besides: configuration.patients.keys, report)
        }
    }

    /// These patients at one moment; one who is neither in patients.csv nor in the journal ends the command.
    func courses(of codes: [String]) throws -> [PatientCourse] {
        let courses = try reading { () throws(JournalError) in try casebook.courses(of: codes) }
        if let unknown = courses.first(where: { configuration.patients[$0.code] == nil && !$0.hasResults }) {
            throw CommandFailure.no(
                "\(terminalSafe(unknown.code)) is neither in \(configuration.patientsPath) nor in the journal")
        }
        return courses
    }

    func report(_ course: PatientCourse) -> PatientReport {
        let target = configuration.assay.targets.first { $0.role == .target }?.name ?? ""
        return PatientReport(course, target: target, context: context)
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
        let reports = try PatientFiles(config).reports()
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
        guard let report = try files.courses(of: [code]).first.map(files.report) else { return }
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
