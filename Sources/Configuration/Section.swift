// One mapping of the YAML text, read key by key: whatever nobody asks for is unknown.
internal import Text
internal import Yams

/// A value with the place and the full name of its key.
struct Entry {
    let key: String
    let node: Node
    let line: Int?
    let column: Int?
}

/// A section under reading. `finish` reports the keys that nobody asked for.
final class Section {
    /// "assay.quality"; empty for the file itself.
    let path: String
    let line: Int?
    let log: FaultLog
    private var entries: [String: Entry] = [:]
    /// In the order in which they were asked for.
    private(set) var known: [String] = []

    init(path: String, mapping: Node.Mapping, line: Int?, log: FaultLog) {
        self.path = path
        self.line = line
        self.log = log
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                log.fault(
                    line: key.mark?.line, column: key.mark?.column, key: path, "a key must be a plain word",
                    fix: "write `key: value`")
                continue
            }
            let name = scalar.string
            log.lines[Self.join(path, name)] = key.mark?.line
            entries[name] = Entry(
                key: Self.join(path, name), node: value, line: key.mark?.line, column: key.mark?.column)
        }
    }

    /// The keys as they stand, for sections whose keys are names that the laboratory chooses.
    var names: [String] { entries.keys.sorted { (entries[$0]?.line ?? 0, $0) < (entries[$1]?.line ?? 0, $1) } }

    func name(_ key: String) -> String { Self.join(path, key) }

    /// The entry of `key`; nil where it is absent or left empty.
    func entry(_ key: String) -> Entry? {
        known.append(key)
        guard let entry = entries[key], !entry.isEmpty else { return nil }
        return entry
    }

    /// The section below `key`. One that is absent reads as empty, so that its required keys are asked for all the
    /// same.
    func section(_ key: String) -> Section {
        let entry = entry(key)
        let place = entry?.line ?? line
        guard let entry else { return Section(path: name(key), mapping: Node.Mapping([]), line: place, log: log) }
        guard case .mapping(let mapping) = entry.node else {
            fault(entry, "\(entry.shown) is no section", fix: "write its keys indented below `\(key):`")
            return Section(path: name(key), mapping: Node.Mapping([]), line: place, log: log)
        }
        return Section(path: entry.key, mapping: mapping, line: place, log: log)
    }

    /// The entries of a list; a single value counts as a list of one.
    func list(_ key: String, entriesMax: Int = 1000) -> [Entry]? {
        guard let entry = entry(key) else { return nil }
        guard case .sequence(let sequence) = entry.node else { return [entry] }
        if sequence.count > entriesMax {
            fault(entry, "\(sequence.count) entries", fix: "at most \(entriesMax) are read")
        }
        return sequence.prefix(entriesMax).enumerated().map { index, node in
            Entry(
                key: "\(entry.key)[\(index)]", node: node, line: node.mark?.line ?? entry.line,
                column: node.mark?.column)
        }
    }

    func fault(_ entry: Entry, _ message: String, fix: String) {
        log.fault(line: entry.line, column: entry.column, key: entry.key, message, fix: fix)
    }

    func missing(_ key: String, fix: String) {
        log.fault(line: line, key: name(key), "the key is required and missing", fix: fix)
    }

    /// Reports what nobody asked for.
    func finish() {
        for name in names where !known.contains(name) {
            guard let entry = entries[name] else { continue }
            let guess = nearest(to: name, among: known).map { "did you mean `\($0)`?" }
            fault(
                entry, "unknown key \(quoted(name))",
                fix: guess ?? "remove it; known here: \(known.sorted().joined(separator: ", "))")
        }
    }

    private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension Entry {
    /// `key:` with nothing behind it, `~` or `null`.
    var isEmpty: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// What stands there, for a message.
    var shown: String {
        switch node {
        case .scalar(let scalar): quoted(scalar.string)
        case .mapping: "a section"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}
