// `rules`: the thresholds of the patient rules.
internal import Judgement

enum RulesSection {
    static var keys: [SettingKey<RuleSettings>] {
        [
            .text("unit", \.unit, "unit of every threshold below; must be assay.unit"),
            .number("expansionCopies", \.expansionCopies, 1...1e12, "R1: expansion, copies"),
            .integer("responseFirstDays", \.responseFirstDays, 0...3650, "R1: the best-response window opens this many days after expansion"),
            .integer("responseLastDays", \.responseLastDays, 0...3650, "R1: and ends this many days after it"),
            .number("relapseCopies", \.relapseCopies, 0.001...1e12, "R5a: relapse level, copies (one patient of one study)"),
            .number("relapseArmedCopies", \.relapseArmedCopies, 0.001...1e12, "R5a before lateDay: only once the patient has held more, copies"),
            .integer("lateDay", \.lateDay, 1...3650, "R3 to R8 but R5a are silent before this day after the infusion"),
            .integer("maxDelayDays", \.maxDelayDays, 0...3650, "a run may start this many days after its sample was taken"),
            .number("repeatDifferenceMaxLog10", \.repeatDifferenceMaxLog10, 0...10, "repeats of one sampling day may differ by this, log10"),
        ]
    }

    /// A value is never compared with a threshold in another unit: a mismatch would silence every rule.
    static func read(_ section: Section, assayUnit: String) -> RuleSettings {
        var rules = RuleSettings()
        section.read(keys, into: &rules)
        section.ascending("relapseCopies", rules.relapseCopies, "relapseArmedCopies", rules.relapseArmedCopies)
        section.ascending("responseFirstDays", Double(rules.responseFirstDays), "responseLastDays", Double(rules.responseLastDays))
        if rules.unit != assayUnit {
            let entry = section.entry("unit")
            section.log.fault(
                line: entry?.line ?? section.line, column: entry?.column, key: section.name("unit"),
                "the thresholds are in \(quoted(rules.unit)) but the assay measures \(quoted(assayUnit)), so no rule could ever fire",
                fix: "state every threshold in assay.unit and set rules.unit to it")
        }
        section.finish()
        return rules
    }
}
