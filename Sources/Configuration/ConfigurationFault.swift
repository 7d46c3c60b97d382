// Every fault of a configuration is told at once, each with its place and its remedy.
internal import Text

/// One fault of `cqwatch.yaml` or `patients.csv`.
public struct ConfigurationFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The file as it was named.
    public let file: String
    /// Counted from 1; nil where the fault belongs to the file as a whole.
    public let line: Int?
    /// In YAML the character of the line, in a table the field of the row; both counted from 1.
    public let column: Int?
    /// The key with its sections, "assay.quality.slopeMin", or the table's column; empty where none is meant. Safe to
    /// print, as `message` and `fix` are: keys may be any text, and a parser's words quote the file.
    public let key: String
    public let message: String
    /// What to do about it.
    public let fix: String

    public init(file: String, line: Int?, column: Int? = nil, key: String, message: String, fix: String) {
        self.file = file
        self.line = line
        self.column = column
        self.key = terminalSafe(key, max: .max)
        self.message = terminalSafe(message, max: .max)
        self.fix = terminalSafe(fix, max: .max)
    }

    /// One line: "cqwatch.yaml:12:3: assay.lloq: -5 is out of range; write a number from 0 to 1e+12".
    public var description: String {
        let place = [terminalSafe(file, max: .max)] + [line, column].compactMap { $0.map(String.init) }
        let subject = key.isEmpty ? "" : " \(key):"
        return "\(place.joined(separator: ":")):\(subject) \(message); \(fix)"
    }
}

/// All faults of a configuration, in the order of the file.
public struct ConfigurationFaults: Error, Sendable, Hashable, CustomStringConvertible {
    public let faults: [ConfigurationFault]
    public init(_ faults: [ConfigurationFault]) { self.faults = faults }
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Where faults and warnings gather while one file is read.
final class FaultLog {
    let file: String
    private(set) var faults: [ConfigurationFault] = []
    private(set) var warnings: [ConfigurationFault] = []
    /// The line of each key, and of each patient's row, counted from 1.
    var lines: [String: Int] = [:]
    /// More than these help nobody.
    static let faultsMax = 200

    init(file: String) { self.file = file }

    /// Further faults are not kept.
    var isFull: Bool { faults.count >= Self.faultsMax }

    func fault(line: Int?, column: Int? = nil, key: String, _ message: String, fix: String) {
        let fault = ConfigurationFault(file: file, line: line, column: column, key: key, message: message, fix: fix)
        guard !isFull, !faults.contains(fault) else { return }
        faults.append(fault)
    }

    /// What another file, which this one names, was found to be.
    func merge(_ other: FaultLog) { faults += other.faults.prefix(max(0, Self.faultsMax - faults.count)) }

    func warn(line: Int?, column: Int? = nil, key: String, _ message: String, fix: String) {
        guard warnings.count < Self.faultsMax else { return }
        warnings.append(
            ConfigurationFault(file: file, line: line, column: column, key: key, message: message, fix: fix))
    }
}

extension Double {
    /// As a person writes it: "3", "0.98", "100000".
    var shortest: String {
        self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : description
    }
}
