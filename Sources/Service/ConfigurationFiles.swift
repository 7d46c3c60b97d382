// The two files behind the configuration: read whole, validated whole, and swapped whole or not at all.
internal import Assay
public import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Linux

/// What `--config` is where it is not given.
public let defaultConfigurationPath = "/etc/cqwatch/cqwatch.yaml"

/// Reads `cqwatch.yaml` and the patients file it names, now; an infusion that lies in the future is a fault.
/// - Throws: every fault of both files; a file that is missing is one of them.
public func loadConfiguration(_ path: String) throws(ConfigurationFaults) -> Configuration {
    try ConfigurationFiles(path: path, today: .today(in: .current)).configuration
}

struct ConfigurationFiles {
    static let configurationBytesMax = 1 << 20
    static let patientsBytesMax = 16 << 20
    /// A patients file that has just changed may still be being written: it must look the same twice, this far apart,
    /// at most so often.
    static let patientsRest: UInt32 = 200_000
    static let patientsLooksMax = 10

    /// Absolute.
    let path: String
    private(set) var configuration: Configuration
    private var yaml: Data
    /// What the patients file looked like when it was last read, whether it held or not.
    private var patientsStamp: FileStamp?

    /// - Parameter today: the date against which an infusion lies in the future; nil: not looked at, so that a service
    ///   starts at any hour.
    init(path: String, today: CalendarDate? = nil) throws(ConfigurationFaults) {
        // Relative paths in the file start at its own folder, wherever the program was started.
        self.path = URL(filePath: path).standardizedFileURL.path
        (yaml, configuration, patientsStamp) = try Self.load(self.path, today)
    }

    /// Reads both files anew. On a fault nothing changes.
    mutating func reload() throws(ConfigurationFaults) {
        let (newYAML, new, stamp) = try Self.load(path, nil)
        guard new.journalPath == configuration.journalPath else {
            throw ConfigurationFaults([
                ConfigurationFault(
                    file: path, line: nil, key: "journal.path",
                    message: "changed to \(new.journalPath), which takes a restart",
                    fix: "until then \(configuration.journalPath) is written")
            ])
        }
        (yaml, configuration, patientsStamp) = (newYAML, new, stamp)
    }

    /// Reads the patients file anew where it changed; `cqwatch.yaml` stays as it was read. May wait for a file that is
    /// being written.
    /// - Returns: whether there is a new configuration. A changed file that says the same gives none.
    mutating func refreshPatients() throws(ConfigurationFaults) -> Bool {
        let file = BytePath(configuration.patientsPath)
        guard !file.bytes.isEmpty, var seen = fileStamp(of: file), seen != patientsStamp else { return false }
        for _ in 0..<Self.patientsLooksMax {
            usleep(Self.patientsRest)
            guard let now = fileStamp(of: file) else { return false }
            if now == seen { break }
            seen = now
        }
        patientsStamp = seen
        let (new, _) = try Self.parse(yaml, path, nil)
        guard new.digest != configuration.digest else { return false }
        configuration = new
        return true
    }

    private static func load(_ path: String, _ today: CalendarDate?) throws(ConfigurationFaults) -> (
        Data, Configuration, FileStamp?
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
        let (configuration, stamp) = try parse(yaml, path, today)
        return (yaml, configuration, stamp)
    }

    private static func parse(_ yaml: Data, _ path: String, _ today: CalendarDate?) throws(ConfigurationFaults) -> (
        Configuration, FileStamp?
    ) {
        var stamp: FileStamp?
        let configuration = try readConfiguration(yaml: yaml, file: path, today: today) { patients in
            let (table, tableStamp) = try bytes(patients, patientsBytesMax)
            stamp = tableStamp
            return table
        }
        return (configuration, stamp)
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
