// The two files behind the configuration: read whole, validated whole, and swapped whole or not at all.
internal import Assay
internal import Configuration
internal import Foundation
internal import Intake

/// Why a configuration cannot hold: a line a fault.
struct ConfigurationRefused: Error {
    let lines: [String]
}

struct ConfigurationFiles {
    static let configurationBytesMax = 1 << 20
    static let patientsBytesMax = 16 << 20
    /// A patients file that has just changed may still be being written: it must look the same twice, this far apart, at most so often.
    static let patientsRest: UInt32 = 200_000
    static let patientsLooksMax = 10

    /// Absolute.
    let path: String
    private(set) var configuration: Configuration
    private var yaml: Data
    /// What the patients file looked like when it was last read, whether it held or not.
    private var patientsStamp: FileStamp?

    init(path: String) throws(ConfigurationRefused) {
        self.path = URL(filePath: path).standardizedFileURL.path
        (yaml, configuration, patientsStamp) = try Self.load(self.path)
    }

    /// Reads both files anew. On a fault nothing changes.
    mutating func reload() throws(ConfigurationRefused) {
        let (newYAML, new, stamp) = try Self.load(path)
        guard new.journalPath == configuration.journalPath else {
            throw ConfigurationRefused(lines: ["\(path): journal.path changed to \(new.journalPath): that takes a restart; until then \(configuration.journalPath) is written"])
        }
        (yaml, configuration, patientsStamp) = (newYAML, new, stamp)
    }

    /// Reads the patients file anew where it changed; `cqwatch.yaml` stays as it was read. May wait for a file that is being written.
    /// - Returns: whether there is a new configuration. A changed file that says the same gives none.
    mutating func refreshPatients() throws(ConfigurationRefused) -> Bool {
        let file = BytePath(configuration.patientsPath)
        guard !file.bytes.isEmpty, var seen = fileStamp(of: file), seen != patientsStamp else { return false }
        for _ in 0..<Self.patientsLooksMax {
            usleep(Self.patientsRest)
            guard let now = fileStamp(of: file) else { return false }
            if now == seen { break }
            seen = now
        }
        patientsStamp = seen
        let (new, _) = try Self.parse(yaml, path)
        guard new.digest != configuration.digest else { return false }
        configuration = new
        return true
    }

    private static func load(_ path: String) throws(ConfigurationRefused) -> (Data, Configuration, FileStamp?) {
        let yaml: Data
        do { (yaml, _) = try bytes(path, configurationBytesMax) } catch { throw ConfigurationRefused(lines: ["\(path): \(error.description)"]) }
        let (configuration, stamp) = try parse(yaml, path)
        return (yaml, configuration, stamp)
    }

    private static func parse(_ yaml: Data, _ path: String) throws(ConfigurationRefused) -> (Configuration, FileStamp?) {
        var stamp: FileStamp?
        do {
            let configuration = try readConfiguration(yaml: yaml, file: path, today: nil) { patients in
                let (table, tableStamp) = try bytes(patients, patientsBytesMax)
                stamp = tableStamp
                return table
            }
            return (configuration, stamp)
        } catch {
            throw ConfigurationRefused(lines: error.faults.map(\.description))
        }
    }

    /// A regular file, whole and bounded: a pipe or a device under the name can neither hang nor fill the program.
    static func bytes(_ path: String, _ bytesMax: Int) throws(UnreadableText) -> (Data, FileStamp) {
        let file = BytePath(path)
        switch readFile(file, below: file, expecting: nil, bytesMax: bytesMax) {
        case .bytes(let data, _, let stamp): return (data, stamp)
        case .changed: throw UnreadableText("it changed while it was read")
        case .vanished: throw UnreadableText("there is no such file")
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
