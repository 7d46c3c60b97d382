// From bytes to one YAML mapping with the place of every node, within limits that no honest configuration meets.
internal import Foundation
internal import Text
internal import Yams

/// Limits of `cqwatch.yaml`.
enum YamlLimit {
    static let bytes = 1 << 20
    /// Sections, lists and their entries: the deepest known key lies at 5.
    static let depth = 16
    /// Anchors and aliases can grow without bound when they nest; a configuration needs hardly any.
    static let aliases = 16
}

/// The document's root mapping. Nil after a fault, which the log then holds. An empty document is an empty mapping.
func rootMapping(of bytes: Data, _ log: FaultLog) -> Node.Mapping? {
    guard bytes.count <= YamlLimit.bytes else {
        log.fault(
            line: nil, key: "", "the file has \(bytes.count) bytes",
            fix: "a configuration has at most \(YamlLimit.bytes) bytes; is this the right file?")
        return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        log.fault(line: lineOfInvalidUTF8(bytes), key: "", "the text is not UTF-8", fix: "save the file as UTF-8")
        return nil
    }
    guard aliasCandidates(text) <= YamlLimit.aliases, !nestsTooDeep(text) else {
        log.fault(
            line: nil, key: "", "too many anchors and aliases, or sections nested too deep",
            fix: "write the values out; quote a text that begins with & or *")
        return nil
    }
    do {
        guard let root = try compose(yaml: text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text)
        else {
            return Node.Mapping([])
        }
        if case .mapping(let mapping) = root { return mapping }
        if case .scalar(let scalar) = root, scalar.string.isEmpty { return Node.Mapping([]) }
        log.fault(
            line: root.mark?.line, column: root.mark?.column, key: "", "the file holds no sections",
            fix: "write sections such as `watch:` with indented keys; `cqwatch init DIR` writes an example")
    } catch let error as YamlError {
        report(error, log)
    } catch {
        log.fault(line: nil, key: "", "the YAML cannot be read: \(error.localizedDescription)", fix: "correct the text")
    }
    return nil
}

private func report(_ error: YamlError, _ log: FaultLog) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        let before =
            context.map { $0.text.isEmpty ? "" : $0.text.trimmingCharacters(in: .whitespacesAndNewlines) + ": " } ?? ""
        let alias = problem.contains("alias") || problem.contains("anchor")
        log.fault(
            line: mark.line, column: mark.column, key: "", "the YAML cannot be read: \(before)\(problem)",
            fix: alias
                ? "put a text that begins with & or * in quotes"
                : "check indentation (blanks, never tabs), colons and quotes of this line and the one before")
    case .duplicatedKeysInMapping(let duplicates, let context):
        let keys = duplicates.map { quoted($0) }.joined(separator: ", ")
        log.fault(
            line: context.mark.line, column: context.mark.column, key: duplicates.first ?? "",
            "\(keys) stands more than once in one section", fix: "keep one")
    case .reader(let problem, _, _, _):
        log.fault(
            line: nil, key: "", "the text holds a character that YAML forbids: \(problem)",
            fix: "remove control characters")
    default:
        log.fault(line: nil, key: "", "the YAML cannot be read: \(error.description)", fix: "correct the text")
    }
}

/// Anything that may be an anchor or an alias: `&` or `*` before a name, at the start of a token.
private func aliasCandidates(_ text: String) -> Int {
    var count = 0
    var before: UInt8 = 10
    var commentLine = false
    var lineStart = true
    var previousWasMark = false
    for byte in text.utf8 {
        if previousWasMark && byte > 32 { count += 1 }
        if byte == 10 {
            (lineStart, commentLine) = (true, false)
        } else if lineStart && byte > 32 {
            (lineStart, commentLine) = (false, byte == 35)
        }
        previousWasMark =
            !commentLine && (byte == 38 || byte == 42) && (before <= 32 || [44, 45, 58, 63, 91, 123].contains(before))
        before = byte
    }
    return count
}

/// A cheap upper bound on nesting, so that a hostile text never reaches the recursive parser: open brackets,
/// indentation steps cannot exceed half a line's indentation, and dashes that stand in a row.
private func nestsTooDeep(_ text: String) -> Bool {
    var open = 0
    var indentations: [Int] = []
    for line in text.utf8.split(separator: 10) {
        let indentation = line.prefix { $0 == 32 }.count
        let content = line.dropFirst(indentation)
        guard let first = content.first, first != 35 else { continue }
        while let last = indentations.last, last >= indentation { indentations.removeLast() }
        indentations.append(indentation)
        let dashes = content.prefix { $0 == 45 || $0 == 63 || $0 == 32 }.count { $0 != 32 }
        for byte in content { open += byte == 91 || byte == 123 ? 1 : byte == 93 || byte == 125 ? -1 : 0 }
        if indentations.count + dashes + max(0, open) > YamlLimit.depth { return true }
    }
    return false
}

private func lineOfInvalidUTF8(_ bytes: Data) -> Int {
    let valid = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
    return valid.count { $0 == "\n" } + 1
}
