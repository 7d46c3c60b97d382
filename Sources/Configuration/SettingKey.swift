// A setting is described once: its key, its place in the value, its range, its meaning. Reading, the commented
// default file and the list of known keys all come from this description.
internal import Assay

/// One key of a section that fills a `Root`.
struct SettingKey<Root> {
    let name: String
    /// Meaning and unit: the comment in the default file.
    let meaning: String
    let read: (Section, inout Root) -> Void
    /// The value as YAML; empty for a setting that is not set.
    let write: (Root) -> String

    static func number(
        _ name: String, _ path: WritableKeyPath<Root, Double>, _ range: ClosedRange<Double>, _ meaning: String
    ) -> Self {
        SettingKey(name, path, meaning, read: { $0.number($1, range) }, write: \.shortest)
    }

    static func number(
        _ name: String, _ path: WritableKeyPath<Root, Double?>, _ range: ClosedRange<Double>, _ meaning: String
    ) -> Self {
        SettingKey(
            name, path, meaning, read: { $0.number($1, range).map(Optional.some) }, write: { $0.map(\.shortest) ?? "" })
    }

    static func integer(
        _ name: String, _ path: WritableKeyPath<Root, Int>, _ range: ClosedRange<Int>, _ meaning: String
    ) -> Self {
        SettingKey(name, path, meaning, read: { $0.integer($1, range) }, write: { String($0) })
    }

    static func seconds(
        _ name: String, _ path: WritableKeyPath<Root, Double>, _ range: ClosedRange<Double>, _ meaning: String
    ) -> Self {
        SettingKey(name, path, meaning, read: { $0.seconds($1, range) }, write: writtenSpan)
    }

    static func date(_ name: String, _ path: WritableKeyPath<Root, CalendarDate?>, _ meaning: String) -> Self {
        SettingKey(name, path, meaning, read: { $0.date($1).map(Optional.some) }, write: { $0?.iso ?? "" })
    }

    static func flag(_ name: String, _ path: WritableKeyPath<Root, Bool>, _ meaning: String) -> Self {
        SettingKey(name, path, meaning, read: { $0.flag($1) }, write: { String($0) })
    }

    static func text(_ name: String, _ path: WritableKeyPath<Root, String>, _ meaning: String) -> Self {
        SettingKey(name, path, meaning, read: { $0.text($1) }, write: yamlText)
    }

    static func text(_ name: String, _ path: WritableKeyPath<Root, String?>, _ meaning: String) -> Self {
        SettingKey(name, path, meaning, read: { $0.text($1).map(Optional.some) }, write: { $0.map(yamlText) ?? "" })
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ path: WritableKeyPath<Root, Choice>, _ meaning: String
    )
        -> Self
    where Choice.RawValue == String {
        SettingKey(
            name, path, "\(meaning): \(Choice.allCases.map(\.rawValue).joined(separator: " | "))",
            read: { $0.choice($1, Choice.self) },
            write: { yamlText($0.rawValue) })
    }

    /// A key that is absent, or has a fault, leaves the default.
    private init<Value>(
        _ name: String, _ path: WritableKeyPath<Root, Value>, _ meaning: String,
        read: @escaping (Section, Entry) -> Value?,
        write: @escaping (Value) -> String
    ) {
        self.name = name
        self.meaning = meaning
        self.read = { section, root in
            if let value = section.entry(name).flatMap({ read(section, $0) }) { root[keyPath: path] = value }
        }
        self.write = { write($0[keyPath: path]) }
    }
}

extension Section {
    func read<Root>(_ keys: [SettingKey<Root>], into root: inout Root) {
        for key in keys { key.read(self, &root) }
    }
}

/// The keys with the values of `root` as YAML lines, each with its meaning behind it.
func written<Root>(_ keys: [SettingKey<Root>], of root: Root, indent: Int) -> String {
    let pad = String(repeating: " ", count: indent)
    return keys.map { key in
        let value = "\(pad)\(key.name):" + (key.write(root).isEmpty ? "" : " \(key.write(root))")
        let gap = String(repeating: " ", count: max(2, 40 - value.count))
        return "\(value)\(gap)# \(key.meaning)\n"
    }.joined()
}

/// A span of time in the longest unit that keeps it whole.
func writtenSpan(_ seconds: Double) -> String {
    for (unit, length) in [("d", 86_400.0), ("h", 3600), ("min", 60)]
    where seconds >= length && seconds.truncatingRemainder(dividingBy: length) == 0 {
        return "\((seconds / length).shortest) \(unit)"
    }
    return "\(seconds.shortest) s"
}

/// A text as a YAML scalar: bare where that is safe, else in single quotes, and in double ones where it holds control
/// characters.
func yamlText(_ text: String) -> String {
    let safe = text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            || [32, 45, 46, 47, 95].contains($0)
    }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if safe, let first = text.first, first.isLetter || first == "/", !text.hasSuffix(" "),
        !words.contains(text.lowercased())
    {
        return text
    }
    guard text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
        return "'\(text.replacing("'", with: "''"))'"
    }
    let escaped = text.unicodeScalars.map { scalar -> String in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case _ where scalar.value < 32 || scalar.value == 127:
            "\\x\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
        default: String(scalar)
        }
    }
    return "\"\(escaped.joined())\""
}
