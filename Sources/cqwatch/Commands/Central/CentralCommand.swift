import ArgumentParser
import Central
import CentralStore
import Configuration
import Postgres

/// `cqwatch central …`: the centre of several sites.
struct CentralCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "central",
        abstract: "Proves, shows and judges what several sites have shipped to the central store.",
        discussion: """
            The store is any server of PostgreSQL's protocol (docs/engines.md); central.connection says where. Only \
            what 'central verify' has proved is shown. Run that by the timer cqwatch-central.timer.
            """,
        subcommands: [
            CentralInit.self, CentralVerify.self, CentralFleet.self, CentralPatient.self, CentralSubject.self,
            CentralAlerts.self, CentralReport.self, CentralExport.self,
        ])
}

/// The configuration of a centre, and the way to its store.
struct CentreFiles {
    let configuration: Configuration
    let connection: String

    init(_ option: ConfigurationOption) throws {
        configuration = try option.load()
        guard let connection = configuration.central.connection else {
            throw CommandFailure.configuration("\(option.path): central.connection does not say where the store is")
        }
        self.connection = connection
    }

    func store() throws -> CentralStore { try asking { try CentralStore(connection) } }
}

/// Asks the store; its fault ends the command.
func asking<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let fault as PostgresFault {
        throw CommandFailure.inputOutput("the central store: \(fault.sentence)")
    }
}
