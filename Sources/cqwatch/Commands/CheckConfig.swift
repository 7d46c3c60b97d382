import Alerts
import ArgumentParser
import Central
import Configuration
import Channels
import Foundation
import Monitoring
import Postgres
import Service
import Text

/// `cqwatch check-config F`.
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Finds every fault of a configuration and of the patients file it names.",
        discussion:
            "Each fault is one line: file, line, column, key, what is wrong and what to write instead. Exit 0 without a fault, 78 with one."
    )

    @Argument(help: "The configuration file. (default: \(defaultConfigurationPath))", completion: .file())
    var file: String?

    @Option(name: .customLong("config"), help: "The same, as the other commands take it.", completion: .file())
    var config: String?

    func validate() throws {
        guard file == nil || config == nil else {
            throw ValidationError("Name one configuration: as an argument or with --config, not both.")
        }
    }

    func run() async throws {
        let file = file ?? config ?? defaultConfigurationPath
        do {
            let configuration = try loadConfiguration(file)
            for warning in configuration.warnings { writeError("warning: \(warning)") }
            if let fault = journalFault(configuration) {
                throw CommandFailure.configuration("\(file): journal.path: \(fault)")
            }
            let store = try storeOptions(configuration, file)
            for warning in unusable(store) { writeError("warning: \(file): central.connection: \(warning)") }
            for warning in missing(configuration) { writeError("warning: \(file): \(warning)") }
            try writeOutput("\(file) is valid and names \(counted(configuration.patients.count, "patient")).")
        } catch let faults as ConfigurationFaults {
            for fault in faults.faults { writeError(fault.description) }
            let count = faults.faults.count
            throw CommandFailure.configuration("\(file) has \(count) \(count == 1 ? "fault" : "faults")")
        }
    }

    /// Why no journal can ever be at its path.
    private func journalFault(_ configuration: Configuration) -> String? {
        let path = configuration.journalPath
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue ? "\(path) is a folder; name a file in it, such as journal.sqlite" : nil
        }
        var parent = (path as NSString).deletingLastPathComponent
        while parent != "/", !parent.isEmpty, !FileManager.default.fileExists(atPath: parent) {
            parent = (parent as NSString).deletingLastPathComponent
        }
        if FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder), !isFolder.boolValue {
            return "\(parent) is a file, so no journal can lie below it; name a file in a folder of the service's"
        }
        return nil
    }

    /// `central.connection` as libpq reads it; empty where there is none.
    private func storeOptions(_ configuration: Configuration, _ file: String) throws -> [String: String] {
        guard let connection = configuration.central.connection else { return [:] }
        do {
            let options = try PostgresConnection.options(of: connection)
            // However it is written.
            guard options["password"] == nil, options["sslpassword"] == nil else {
                throw CommandFailure.configuration("\(file): central.connection: it holds a password; remove it")
            }
            return options
        } catch let fault as PostgresFault {
            throw CommandFailure.configuration("\(file): central.connection: \(fault.sentence)")
        }
    }

    /// Files of the connection that the service could not use.
    private func unusable(_ store: [String: String]) -> [String] {
        let unread = ["sslrootcert", "sslcert", "sslkey", "sslcrl"].compactMap { key -> String? in
            guard let path = store[key], !path.isEmpty, !(key == "sslrootcert" && path == "system"),
                !FileManager.default.isReadableFile(atPath: path)
            else { return nil }
            return "\(key): \(terminalSafe(path)) cannot be read; until it can, nothing is shipped"
        }
        guard let key = store["sslkey"],
            let attributes = try? FileManager.default.attributesOfItem(atPath: key),
            let mode = attributes[.posixPermissions] as? Int
        else { return unread }
        // As libpq has it: a key of root's may be read by its group.
        let isRoots = attributes[.ownerAccountID] as? Int == 0
        return mode & (isRoots ? 0o037 : 0o077) == 0
            ? unread
            : unread + ["sslkey: others may read \(terminalSafe(key)), and libpq refuses it: chmod 600"]
    }

    /// What the configuration names and this machine does not have now. No fault: a share may not be mounted yet.
    private func missing(_ configuration: Configuration) -> [String] {
        let folders = configuration.watch.directories.map(\.path).filter { path in
            var isFolder: ObjCBool = false
            return !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || !isFolder.boolValue
        }
        let place = (configuration.journalPath as NSString).deletingLastPathComponent
        let journal =
            FileManager.default.fileExists(atPath: place)
            ? [] : ["journal.path: there is no folder \(place) yet; the service makes its journal once there is"]
        return journal
            + folders.map {
                "watch.directories: \($0) is no folder that can be seen now; no run is read from it until it is"
            }
            + configuration.delivery.hooks.compactMap { hook in
                hookRefusal(path: hook.path).map {
                    "delivery.channels.hooks.\(hook.name): \($0); until then every call fails"
                }
            } + mailWarnings(configuration) + interfaceWarnings(configuration)
    }
}
