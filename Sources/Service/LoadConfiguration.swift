// Brings the two files of a configuration from the disk to the room that understands them.
internal import Assay
public import Configuration
internal import Foundation

/// The version that stands in every record and in `--version`.
public let programVersion = "0.1.0"

/// What `--config` is where it is not given.
public let defaultConfigurationPath = "/etc/cqwatch/cqwatch.yaml"

/// Reads `cqwatch.yaml` and the patients file it names, now.
/// - Throws: every fault of both files; a file that is missing is one of them.
public func loadConfiguration(_ path: String) throws(ConfigurationFaults) -> Configuration {
    // Relative paths in the file start at its own folder, wherever the program was started.
    let file = URL(filePath: path).standardizedFileURL.path
    let yaml: Data
    do {
        yaml = try ConfigurationFiles.bytes(file, ConfigurationFiles.configurationBytesMax).0
    } catch {
        throw ConfigurationFaults([
            ConfigurationFault(
                file: file, line: nil, key: "", message: "\(error.description)",
                fix: "name it with --config, or write one with `cqwatch init DIR`")
        ])
    }
    return try readConfiguration(yaml: yaml, file: file, today: CalendarDate.today(in: .current)) {
        try ConfigurationFiles.bytes($0, ConfigurationFiles.patientsBytesMax).0
    }
}
