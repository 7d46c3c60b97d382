// `assay`: what is measured, in which unit and against which standards.
internal import Assay
internal import Text
internal import Yams

enum AssaySection {
    static var keys: [SettingKey<AssaySettings>] {
        [
            .text("unit", \.unit, "unit of a sample's copies; never converted"),
            .number(
                "sampleDilution", \.sampleDilution, 1e-6...1e6,
                "copies of a sample = value on the curve x this factor"),
            .number(
                "dnaNanogramsPerMicrolitre", \.dnaNanogramsPerMicrolitre, 0.01...1e5,
                "ng DNA in a ul of every sample, if adjusted: tells copies a genome; empty: unknown"
            ),
            .number(
                "lloq", \.lloq, 0...1e12, "validated lower limit of quantification, in unit; empty: the plate's own"),
            .choice("cqSource", \.cqSource, "whose Cq makes the copies"),
            .number(
                "cqDifferenceMax", \.cqDifferenceMax, 0...50,
                "engine and instrument may differ by this, cycles; beyond it the well is flagged"),
            .choice("chemistry", \.chemistry, "what makes the signal; a probe's products have no melt"),
            .text("calibrator", \.calibrator, "sample name of the 2^-ddCq calibrator; empty: no relative quantities"),
        ]
    }

    static func read(_ section: Section) -> AssaySettings {
        var settings = AssaySettings()
        section.read(keys, into: &settings)
        if let targets = section.list("targets", entriesMax: targetsMax) {
            settings.targets = targets.compactMap { target($0, section.log) }
        }
        check(settings, section)
        standards(section.section("standards"), &settings)
        settings.digital = DigitalSection.read(section.section("digital"))
        settings.quality = QualitySection.read(section.section("quality"))
        section.finish()
        return settings
    }

    static let targetsMax = 32
    static let aliasesMax = 32

    private static func target(_ entry: Entry, _ log: FaultLog) -> AssaySettings.Target? {
        guard case .mapping(let mapping) = entry.node else {
            log.fault(
                line: entry.line, column: entry.column, key: entry.key, "\(entry.shown) is no target",
                fix: "write `- name: BCMA-CAR-T` with `role: target` below it")
            return nil
        }
        let section = Section(path: entry.key, mapping: mapping, line: entry.line, log: log)
        defer { section.finish() }
        let name = section.entry("name").flatMap { section.text($0, lengthMax: 64) }
        let role = section.entry("role").flatMap { section.choice($0, TargetRole.self) }
        let aliases =
            section.list("aliases", entriesMax: aliasesMax)?.compactMap { section.text($0, lengthMax: 64) } ?? []
        let dye = section.entry("dye").flatMap { section.text($0, lengthMax: 64) }
        let copies = section.entry("copiesPerGenome").flatMap { section.number($0, 0.1...1000) }
        if name == nil { section.missing("name", fix: "write the target's name as the instrument's files have it") }
        if section.entry("role") == nil { section.missing("role", fix: "write role: target or role: reference") }
        guard let name, let role else { return nil }
        return AssaySettings.Target(name: name, role: role, aliases: aliases, dye: dye, copiesPerGenome: copies)
    }

    /// One target at least is measured, and no name means two targets.
    private static func check(_ settings: AssaySettings, _ section: Section) {
        guard let entry = section.entry("targets") else { return }
        if !settings.targets.contains(where: { $0.role == .target }) {
            section.fault(
                entry, "no target has the role target", fix: "name the gene whose copies are counted with role: target")
        }
        var seen: [String: String] = [:]
        for target in settings.targets {
            for name in [target.name] + target.aliases {
                if let other = seen.updateValue(target.name, forKey: AssaySettings.folded(name)), other != target.name {
                    section.fault(
                        entry, "\(quoted(name)) names both \(quoted(other)) and \(quoted(target.name))",
                        fix: "case, blanks and hyphens do not count; give each target its own names")
                }
            }
        }
    }

    private static func standards(_ section: Section, _ settings: inout AssaySettings) {
        let volume = section.entry("templateVolume").flatMap { section.number($0, 0.01...1000) }
        settings.templateVolumeMicrolitres = volume
        let units = AssaySettings.StandardsUnit.allCases.map(\.rawValue).joined(separator: " or ")
        if let unit = section.entry("unit") {
            settings.standardsUnit = section.choice(unit, AssaySettings.StandardsUnit.self) ?? settings.standardsUnit
        } else {
            section.missing("unit", fix: "say what the standards' declared quantities count: \(units)")
        }
        if settings.standardsUnit == .copiesPerReaction, section.entry("templateVolume") == nil {
            section.missing(
                "templateVolume",
                fix: "standards in copies/reaction need the µl of template in a reaction, e.g. templateVolume: 2")
        }
        section.finish()
    }
}
