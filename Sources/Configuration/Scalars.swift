// Plain values out of entries: each reader says what it wanted where it got something else.
internal import Text
internal import Assay
internal import Yams

extension Section {
    /// Letters of one line without control characters. Numbers and dates are taken as they are written.
    func text(_ entry: Entry, lengthMax: Int = 1024) -> String? {
        guard case .scalar(let scalar) = entry.node else {
            fault(entry, "\(entry.shown) stands where a text is wanted", fix: "write one value")
            return nil
        }
        guard scalar.string.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            fault(entry, "\(entry.shown) holds control characters", fix: "write one line of plain text")
            return nil
        }
        guard scalar.string.unicodeScalars.count <= lengthMax else {
            fault(entry, "the text has more than \(lengthMax) characters", fix: "shorten it")
            return nil
        }
        return scalar.string
    }

    func number(_ entry: Entry, _ range: ClosedRange<Double>) -> Double? {
        let wanted = "write a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)"
        guard let text = text(entry) else { return nil }
        guard let value = Double(text), value.isFinite else {
            fault(
                entry, "\(entry.shown) is no number",
                fix: text.contains(",") ? "\(wanted), with a point for the decimals" : wanted)
            return nil
        }
        guard range.contains(value) else {
            fault(entry, "\(value.shortest) is out of range", fix: wanted)
            return nil
        }
        return value
    }

    func integer(_ entry: Entry, _ range: ClosedRange<Int>) -> Int? {
        guard let value = number(entry, Double(range.lowerBound)...Double(range.upperBound)) else { return nil }
        guard value == value.rounded() else {
            fault(
                entry, "\(value) is no whole number",
                fix: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return Int(value)
    }

    /// Only the form in which year, month and day cannot change places.
    func date(_ entry: Entry) -> CalendarDate? {
        guard let text = text(entry) else { return nil }
        if let date = CalendarDate(iso: text), date.iso == text { return date }
        fault(entry, "\(entry.shown) is no date", fix: "write year-month-day, e.g. 2026-05-14")
        return nil
    }

    /// `true` or `false`; YAML 1.1's other words for them are refused, because `no` is also a name.
    func flag(_ entry: Entry) -> Bool? {
        switch text(entry) {
        case "true": return true
        case "false": return false
        case nil: return nil
        default:
            fault(entry, "\(entry.shown) is neither true nor false", fix: "write true or false")
            return nil
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ entry: Entry, _: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(entry) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let guess = nearest(to: text, among: known).map { "did you mean `\($0)`?" }
        fault(
            entry, "\(entry.shown) is none of the choices",
            fix: guess ?? "write one of: \(known.joined(separator: ", "))")
        return nil
    }

    /// Seconds: a plain number, or a number with s, min, h or d.
    func seconds(_ entry: Entry, _ range: ClosedRange<Double>) -> Double? {
        let wanted =
            "write seconds from \(range.lowerBound.shortest) to \(range.upperBound.shortest), or a time such as 30 s, "
            + "15 min, 1 h, 2 d"
        guard let text = text(entry) else { return nil }
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).filter { !$0.isWhitespace }
        let factors = ["": 1.0, "s": 1, "sec": 1, "min": 60, "h": 3600, "d": 86_400]
        guard let value = Double(digits), let factor = factors[unit], (value * factor).isFinite else {
            fault(entry, "\(entry.shown) is no span of time", fix: wanted)
            return nil
        }
        guard range.contains(value * factor) else {
            fault(entry, "\(entry.shown) is out of range", fix: wanted)
            return nil
        }
        return value * factor
    }

    /// A path; a relative one starts at `folder`, the folder of the configuration file.
    func path(_ entry: Entry, in folder: String) -> String? {
        guard let text = text(entry, lengthMax: 4095) else { return nil }
        guard !text.isEmpty, !text.hasPrefix("~") else {
            fault(
                entry, "\(entry.shown) is no path",
                fix: "write a whole path, or one that is relative to the configuration file's folder")
            return nil
        }
        return resolve(text, in: folder)
    }
}

/// `path` itself where it is absolute, else below `folder`. `..` is left to the file system, which knows the links.
func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") { return path }
    var relative = path[...]
    while relative.hasPrefix("./") { relative = relative.dropFirst(2).drop { $0 == "/" } }
    if relative == "." || relative.isEmpty { return folder }
    return folder.hasSuffix("/") ? folder + relative : "\(folder)/\(relative)"
}

/// The folder that a file lies in: "/etc/cqwatch" of "/etc/cqwatch/cqwatch.yaml".
func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
}
