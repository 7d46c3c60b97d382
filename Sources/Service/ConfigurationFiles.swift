// The files behind the configuration: read whole, validated whole, and swapped whole or not at all.
package import Assay
public import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Linux

/// What `--config` is where it is not given.
public let defaultConfigurationPath = "/etc/cqwatch/cqwatch.yaml"

/// Reads `cqwatch.yaml` and the tables it names, now; an infusion that lies in the future is a fault.
/// - Throws: every fault of all files; a file that is missing is one of them.
public func loadConfiguration(_ path: String) throws(ConfigurationFaults) -> Configuration {
    try ConfigurationFiles(path: path, today: .today(in: .current)).configuration
}

package struct ConfigurationFiles {
    static let configurationBytesMax = 1 << 20
    static let tableBytesMax = 16 << 20
    /// A table that has just changed may still be being written: it must look the same twice, this far apart, at most
    /// so often.
    static let tableRest: UInt32 = 200_000
    static let tableLooksMax = 10

    /// Absolute.
    package let path: String
    package private(set) var configuration: Configuration
    private var yaml: Data
    /// What each table looked like when it was last read, whether it held or not.
    private var tableStamps: [String: FileStamp]

    /// - Parameter today: the date against which an infusion lies in the future; nil: not looked at, so that a service
    ///   starts at any hour.
    package init(path: String, today: CalendarDate? = nil) throws(ConfigurationFaults) {
        // Relative paths in the file start at its own folder, wherever the program was started.
        self.path = URL(filePath: path).standardizedFileURL.path
        (yaml, configuration, tableStamps) = try Self.load(self.path, today)
    }

    /// Reads all files anew. On a fault nothing changes.
    package mutating func reload() throws(ConfigurationFaults) {
        let (newYAML, new, stamps) = try Self.load(path, nil)
        guard new.journalPath == configuration.journalPath else {
            throw ConfigurationFaults([
                ConfigurationFault(
                    file: path, line: nil, key: "journal.path",
                    message: "changed to \(new.journalPath), which takes a restart",
                    fix: "until then \(configuration.journalPath) is written")
            ])
        }
        (yaml, configuration, tableStamps) = (newYAML, new, stamps)
    }

    /// Reads the tables anew where one changed; `cqwatch.yaml` stays as it was read. May wait for a file that is being
    /// written.
    /// - Returns: whether there is a new configuration. A changed file that says the same gives none.
    mutating func refreshTables() throws(ConfigurationFaults) -> Bool {
        let changed = configuration.tablePaths.compactMap { path in
            Self.rested(path, unlike: tableStamps[path]).map { (path, $0) }
        }
        guard !changed.isEmpty else { return false }
        for (path, stamp) in changed { tableStamps[path] = stamp }
        let (new, _) = try Self.parse(yaml, path, nil)
        guard new.digest != configuration.digest else { return false }
        configuration = new
        return true
    }

    /// The stamp of a file that has changed, once it rests; nil where it has not, and where it is gone.
    private static func rested(_ path: String, unlike known: FileStamp?) -> FileStamp? {
        let file = BytePath(path)
        guard var seen = fileStamp(of: file), seen != known else { return nil }
        for _ in 0..<tableLooksMax {
            usleep(tableRest)
            guard let now = fileStamp(of: file) else { return nil }
            if now == seen { break }
            seen = now
        }
        return seen
    }

    private static func load(_ path: String, _ today: CalendarDate?) throws(ConfigurationFaults) -> (
        Data, Configuration, [String: FileStamp]
    ) {
        let yaml: Data
        do {
            (yaml, _) = try bytes(path, configurationBytesMax)
        } catch {
            throw ConfigurationFaults([
                ConfigurationFault(
                    file: path, line: nil, key: "", message: "the file cannot be read: \(error.description)",
                    fix: "name it with --config, or write one with `cqwatch init DIR`")
            ])
        }
        let (configuration, stamps) = try parse(yaml, path, today)
        return (yaml, configuration, stamps)
    }

    private static func parse(_ yaml: Data, _ path: String, _ today: CalendarDate?) throws(ConfigurationFaults) -> (
        Configuration, [String: FileStamp]
    ) {
        var stamps: [String: FileStamp] = [:]
        let configuration = try readConfiguration(yaml: yaml, file: path, today: today) { table in
            let (bytes, stamp) = try bytes(table, tableBytesMax)
            stamps[table] = stamp
            return bytes
        }
        return (configuration, stamps)
    }

    /// A regular file, whole and bounded: a pipe or a device under the name can neither hang nor fill the program.
    static func bytes(_ path: String, _ bytesMax: Int) throws(UnreadableText) -> (Data, FileStamp) {
        let file = BytePath(path)
        switch readFile(file, below: file, expecting: nil, bytesMax: bytesMax) {
        case .bytes(let data, _, let stamp): return (data, stamp)
        case .changed: throw UnreadableText("it changed while it was read")
        case .vanished:
            throw UnreadableText(
                access(path, F_OK) == 0 ? "it is a folder, a pipe or a device, and no file" : "there is no such file")
        case .tooLarge: throw UnreadableText("it is larger than \(bytesMax >> 20) MB")
        case .failed(let fault): throw UnreadableText(fault.reason)
        case .digestRefused: throw UnreadableText("the system's libcrypto gives no SHA-256")
        }
    }
}

struct UnreadableText: LocalizedError, CustomStringConvertible {
    let description: String
    var errorDescription: String? { description }
    init(_ description: String) { self.description = description }
}
