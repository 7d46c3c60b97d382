import Alerts
import ArgumentParser
import Assay
import Casebook
import Configuration
import FHIR
import Foundation
import Glibc
import HL7
import Hospital
import Journal
import Rules
import Text

/// `cqwatch interface preview`: what would be sent.
struct InterfacePreview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Prints the messages that the hospital's systems are sent, oldest first; sends nothing.",
        discussion: """
            HL7 messages are each ended by an empty line, bundles are a line each. What is sent depends on the journal \
            and the configuration alone: a message that was sent looks the same here. Exit 1: a message cannot be \
            written.
            """)

    @Argument(help: "Study code of a patient, or id of a run; all without it.")
    var code: String?

    @Option(help: "hl7 or fhir.", transform: formatNamed)
    var format = MessageFormat.hl7

    @OptionGroup var config: ConfigurationOption

    func run() throws {
        let configuration = try config.load()
        let settings = try interfaceSettings(configuration, config.path)
        let casebook = try config.casebook(configuration)
        let status = format == .hl7 ? settings.hl7?.resultStatus : settings.fhir?.resultStatus
        // Most codes are a patient's, whose own records are fewer.
        var tally = try write(casebook, of: code, settings, status ?? .preliminary)
        if code != nil, tally.messages == 0 {
            tally = try write(casebook, of: nil, settings, status ?? .preliminary)
        }
        if tally.faults > 0 {
            throw CommandFailure.no("\(tally.faults) of \(counted(tally.messages, "message")) cannot be written")
        }
        if let code, tally.messages == 0 {
            throw CommandFailure.no("the journal holds nothing to send of \(quoted(code))")
        }
    }

    private func write(_ casebook: Casebook, of patient: String?, _ settings: InterfaceSettings, _ status: ResultStatus)
        throws -> (messages: Int, faults: Int)
    {
        var (position, count, faults) = (Int64(0), 0, 0)
        while true {
            let page = try reading { () throws(JournalError) in
                try casebook.hospitalEvents(of: patient, after: position)
            }
            for event in page.events where settings.sends(event) && isAsked(event) {
                count += 1
                do throws(Unsendable) { try write(event, settings, status) } catch {
                    faults += 1
                    writeError("\(event.number.text(site: settings.site)): \(error)")
                }
            }
            if page.isLast { return (count, faults) }
            position = page.upTo
        }
    }

    private func isAsked(_ event: HospitalEvent) -> Bool {
        guard let code else { return true }
        switch event.content {
        case .result(let result): return event.patient == code || result.run.id.text == code
        case .alert(let alert): return event.patient == code || alert.alert.finding.run?.text == code
        case .test: return false
        }
    }

    private func write(_ event: HospitalEvent, _ settings: InterfaceSettings, _ status: ResultStatus)
        throws(Unsendable)
    {
        let text: String
        switch format {
        case .hl7:
            let message = String(decoding: try hl7Message(event, settings, status: status), as: UTF8.self)
            // A terminal would write every segment over the one before.
            text = (isatty(STDOUT_FILENO) == 1 ? message.replacing("\r", with: "\n") : message + "\n") + "\n"
        case .fhir: text = String(decoding: try fhirBundle(event, settings, status: status), as: UTF8.self) + "\n"
        }
        do { try writeOutput(text, terminator: "") } catch { leave((error as? CommandFailure)?.code ?? EX_IOERR) }
    }
}

private func formatNamed(_ name: String) throws -> MessageFormat {
    guard let format = MessageFormat(rawValue: name) else {
        throw ValidationError("\(quoted(name)) is no format: hl7, fhir")
    }
    return format
}

/// - Throws: where the configuration names no interface.
func interfaceSettings(_ configuration: Configuration, _ path: String) throws -> InterfaceSettings {
    guard let settings = configuration.interface else {
        throw CommandFailure.configuration(
            "\(path) has no section `interface`: write it with a site and a way to the receiver, see cqwatch.yaml(5)")
    }
    return settings
}
