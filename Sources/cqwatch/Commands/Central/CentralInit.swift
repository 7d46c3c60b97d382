import ArgumentParser
import Central
import CentralStore
import Foundation

/// `cqwatch central init`.
struct CentralInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes the SQL that makes the store's tables and roles to standard output.",
        discussion: """
            Run it once as the owner of an empty database: cqwatch central init | psql central. With --site NAME it \
            writes what lets one more site in instead. --apply makes whatever is missing in the store that \
            central.connection names, which must be the owner's.
            """)

    @OptionGroup var config: ConfigurationOption

    @Flag(help: "Make what is missing instead of writing the SQL.")
    var apply = false

    @Option(help: "Write the role of this site: the common name of its certificate.")
    var site: [String] = []

    func run() async throws {
        for name in site {
            guard let sql = StoreRoles.admission(of: name) else {
                throw CommandFailure.usage(
                    "--site: '\(name)' is no site's name: small letters, digits, - and _, a letter first, 63 at most")
            }
            try writeOutput(sql, terminator: "")
        }
        guard site.isEmpty else { return }
        guard apply else {
            return try writeOutput(StoreSchema.versions.map(StoreSchema.script).joined(separator: "\n"), terminator: "")
        }
        let files = try CentreFiles(config)
        let made = try asking { try CentralStore.prepare(files.connection) }
        try writeOutput(
            made.isEmpty
                ? "The store is of version \(StoreSchema.current) already."
                : "Made version \(made.map(String.init).joined(separator: ", ")) of the store.")
    }
}
