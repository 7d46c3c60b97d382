import ArgumentParser
import Casebook
import Configuration
import Foundation
import Journal
import Service

/// `--config`, and what a command opens through it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration file.", completion: .file())
    var path = defaultConfigurationPath

    func load() throws -> Configuration {
        do throws(ConfigurationFaults) { return try loadConfiguration(path) } catch {
            throw CommandFailure.configuration(error.description)
        }
    }

    /// The journal that the configuration names, for reading beside a running daemon.
    func journal(_ configuration: Configuration) throws -> Journal { try journal(configuration, readOnly: true) }

    /// What that journal says of patients, alerts and deliveries.
    func casebook(_ configuration: Configuration) throws -> Casebook {
        Casebook(try journal(configuration, readOnly: true))
    }

    /// The same, for a record of what a person does.
    func writableCasebook(_ configuration: Configuration) throws -> Casebook {
        Casebook(try journal(configuration, readOnly: false))
    }

    private func journal(_ configuration: Configuration, readOnly: Bool) throws -> Journal {
        guard FileManager.default.fileExists(atPath: configuration.journalPath) else {
            throw CommandFailure.inputOutput(
                "there is no journal at \(configuration.journalPath) yet: the daemon makes it at its first start")
        }
        return try reading { () throws(JournalError) in try Journal(path: configuration.journalPath, readOnly: readOnly)
        }
    }
}

/// `--json`.
struct JSONFlag: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Write JSON for programs.")
    var isOn = false
}

/// Reads from the journal; its failure ends the command.
func reading<Value>(_ body: () throws(JournalError) -> Value) throws -> Value {
    do throws(JournalError) { return try body() } catch { throw CommandFailure(error) }
}

/// Writes to the journal; its failure ends the command.
func writing<Value>(_ body: () throws(JournalError) -> Value) throws -> Value { try reading(body) }

extension CommandFailure {
    /// Damage and refusals are the answer no.
    init(_ error: JournalError) {
        switch error {
        case .refused, .damaged: self = .no(error.sentence)
        case .cannotOpen, .newer, .busy, .gone, .failed: self = .inputOutput(error.sentence)
        }
    }
}
