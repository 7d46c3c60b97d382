// The words that a site agreed on with its receivers: codes, units, and whose numbers patients and orders have. What is
// forgotten here is told when the program starts, not when the first result of the kind comes.
internal import Assay
internal import Foundation
internal import Hospital
internal import Text
internal import Yams

enum InterfaceWords {
    static let tableRowsMax = 50_000
    /// Characters of a number or code.
    static let textMax = 200

    static var identifierKeys: [SettingKey<IdentifierSettings>] {
        [
            .text("authority", \.authority, "PID-3.4: whose numbers the patients' are"),
            .text("type", \.type, "PID-3.5, of HL7 table 0203"),
            .text("system", \.system, "FHIR: the URI of the patients' numbers"),
            .text("namespace", \.namespace, "FHIR: the URI that our own identifiers begin with"),
            .choice("placer", \.placer, "ORC-2: whose order a result answers"),
        ]
    }

    /// `codes`: a target of the assay each. Absent, every target has its own name as a local code.
    static func codes(_ parent: Section, _ assay: AssaySettings, _ settings: inout InterfaceSettings) {
        guard parent.entry("codes") != nil else { return }
        let section = parent.section("codes")
        defer { section.finish() }
        for name in section.names {
            guard let entry = section.entry(name) else { continue }
            guard let target = assay.target(named: name) else {
                let guess = nearest(to: name, among: assay.targets.map(\.name)).map { "did you mean `\($0)`?" }
                section.fault(
                    entry, "\(quoted(name)) is no target of the assay", fix: guess ?? "write a name of assay.targets")
                continue
            }
            settings.codes[target.name] = code(name, entry, section, system: InterfaceSettings.localSystem)
        }
        for target in assay.targets where target.role == .target && settings.codes[target.name] == nil {
            section.missing(
                target.name,
                fix: "write the receiver's code of this target, e.g. \(target.name): {code: …, text: …, system: …}")
        }
    }

    /// `units`: one each, beside those that are known.
    static func units(_ parent: Section, _ assay: AssaySettings, _ settings: inout InterfaceSettings) {
        let section = parent.section("units")
        defer { section.finish() }
        for name in section.names {
            guard let entry = section.entry(name) else { continue }
            settings.units[name] = code(name, entry, section, system: InterfaceSettings.unitSystem)
        }
        guard !settings.units.keys.contains(where: { sameUnit($0, assay.unit) }) else { return }
        section.missing(assay.unit, fix: "write the UCUM code of the assay's unit, e.g. '\(assay.unit)': '{copies}/uL'")
    }

    /// `{code:, text:, system:}`, or `CODE^text^SYSTEM` in one.
    private static func code(_ name: String, _ entry: Entry, _ section: Section, system: String) -> LocalCode {
        guard case .mapping = entry.node else {
            let parts = (section.text(entry, lengthMax: textMax) ?? "").split(
                separator: "^", omittingEmptySubsequences: false
            ).map(String.init)
            if parts.count > 3 || parts[0].isEmpty {
                section.fault(entry, "\(entry.shown) is no code", fix: "write CODE, or CODE^text^SYSTEM")
            }
            return LocalCode(parts[0], parts.count > 1 ? parts[1] : name, parts.count > 2 ? parts[2] : system)
        }
        let inner = section.section(name)
        defer { inner.finish() }
        func text(_ key: String) -> String? { inner.entry(key).flatMap { inner.text($0, lengthMax: textMax) } }
        let code = text("code")
        if code == nil { inner.missing("code", fix: "write the receiver's code") }
        return LocalCode(code ?? "", text("text") ?? name, text("system") ?? system)
    }

    static func identifiers(_ section: Section, _ folder: String, _ table: (String) throws -> Data)
        -> IdentifierSettings
    {
        defer { section.finish() }
        var settings = IdentifierSettings()
        section.read(identifierKeys, into: &settings)
        (settings.patientsPath, settings.patients) = pairs(
            "patients", ["patient", "identifier"], section, folder, table)
        let (path, placers) = pairs("placers", ["sample", "placer"], section, folder, table)
        settings.placersPath = path
        settings.placers = placers ?? [:]
        if settings.placer == .table, placers == nil {
            section.missing("placers", fix: "write the path of a table with the columns sample,placer")
        }
        return settings
    }

    /// A table of two columns: a path, or the pairs themselves. Nil where the key is absent.
    private static func pairs(
        _ key: String, _ columns: [String], _ section: Section, _ folder: String, _ table: (String) throws -> Data
    ) -> (path: String?, pairs: [String: String]?) {
        guard let entry = section.entry(key) else { return (nil, nil) }
        if case .mapping = entry.node {
            let inner = section.section(key)
            defer { inner.finish() }
            let pairs = inner.names.compactMap { name in
                inner.entry(name).flatMap { inner.text($0, lengthMax: textMax) }.map { (name, $0) }
            }
            return (nil, Dictionary(pairs) { $1 })
        }
        guard let path = section.path(entry, in: folder) else { return (nil, nil) }
        let bytes: Data
        do { bytes = try table(path) } catch {
            section.fault(
                entry, "the table \(quoted(path)) cannot be read: \(error.localizedDescription)",
                fix: "write it, with the columns \(columns.joined(separator: ","))")
            return (path, [:])
        }
        let log = FaultLog(file: path)
        let pairs = read(bytes, columns, log)
        section.log.merge(log)
        return (path, pairs)
    }

    private static func read(_ bytes: Data, _ columns: [String], _ log: FaultLog) -> [String: String] {
        guard let text = tableText(bytes, log) else { return [:] }
        let rows = tableRows(text, rowsMax: tableRowsMax, log)
        let places = columns.map { name in rows.first?.cells.firstIndex { $0.lowercased() == name } }
        guard let from = places[0], let to = places[1] else {
            log.fault(
                line: 1, key: "", "the first line does not name the columns",
                fix: "begin with \(columns.joined(separator: ","))")
            return [:]
        }
        var pairs: [String: String] = [:]
        for row in rows.dropFirst() {
            let key = from < row.cells.count ? row.cells[from] : "", value = to < row.cells.count ? row.cells[to] : ""
            if key.isEmpty || value.isEmpty {
                log.fault(
                    line: row.line, key: columns[key.isEmpty ? 0 : 1], "the cell is empty",
                    fix: "fill it, or remove the row")
            } else if let other = pairs[key], other != value {
                log.fault(
                    line: row.line, key: columns[0], "\(quoted(key)) stands twice, with different numbers",
                    fix: "keep one row")
            } else {
                pairs[key] = value
            }
        }
        return pairs
    }
}
