// `rules`: the thresholds of the patient rules.
internal import Rules
internal import Text
internal import Yams

enum RulesSection {
    private static let copies = 0.001...1e12
    private static let log10 = 0.0...10.0
    private static let days = 0...3650

    static var keys: [SettingKey<RuleSettings>] {
        [
            .text("unit", \.unit, "unit of every threshold below; must be assay.unit"),
            .number("expansionCopies", \.expansionCopies, copies, "R1, R2: expansion, copies"),
            .integer(
                "responseFirstDays", \.responseFirstDays, days,
                "R1: the best-response window opens this many days after expansion"),
            .integer("responseLastDays", \.responseLastDays, days, "R1: and ends this many days after it"),
            .integer("expansionDay", \.expansionDay, days, "R2: expansion is due by this day after the infusion"),
            .integer("expansionGraceDays", \.expansionGraceDays, days, "R2: and late by this many days more"),
            .integer(
                "lateDay", \.lateDay, days, "R3 to R8 but R5a are silent before this day; baselines begin with it"),
            .integer(
                "baselineValues", \.baselineValues, 1...100, "the baseline is the median of at most so many values"),
            .flag(
                "comparesHighestBaseline", \.comparesHighestBaseline,
                "R3, R4: compare with the highest baseline besides the latest"),
            .number("watchLog10", \.watchLog10, log10, "R3: fall below the baseline, log10"),
            .integer(
                "repeatFirstDays", \.repeatFirstDays, days,
                "R3, R5, R7, R8: a repeat is asked for from this many days after the sample"),
            .integer("repeatLastDays", \.repeatLastDays, days, "R3, R5, R7, R8: to this many"),
            .number("declineLog10", \.declineLog10, log10, "R4: fall below the baseline, log10"),
            .integer(
                "confirmFirstDays", \.confirmFirstDays, days,
                "R4, R8: a second sample confirms from this many days later"),
            .integer(
                "confirmLastDays", \.confirmLastDays, days, "R4, R8: to this many; then the confirmation is overdue"),
            .number(
                "clearedLog10", \.clearedLog10, log10,
                "R3 to R5a clear after two values less than this below the baseline, R8 this below its threshold, log10"
            ),
            .number(
                "lowArmedCopies", \.lowArmedCopies, copies,
                "R5: armed for good once the baseline has reached this, copies"),
            .number("lowCopies", \.lowCopies, copies, "R5: warning below, copies"),
            .number("veryLowCopies", \.veryLowCopies, copies, "R5: critical below, copies"),
            .number("relapseCopies", \.relapseCopies, copies, "R5a: relapse level, copies (one patient of one study)"),
            .number(
                "relapseArmedCopies", \.relapseArmedCopies, copies,
                "R5a before lateDay: only once the patient has held more, copies"),
            .integer("forecastValues", \.forecastValues, 3...100, "R7: last values that the slope is taken from"),
            .integer("forecastDays", \.forecastDays, days, "R7: how far ahead it is drawn, days"),
            .integer("riseDay", \.riseDay, days, "R8: a rise counts after this day"),
            .number("riseLog10", \.riseLog10, log10, "R8: rise above the lowest level that two values held, log10"),
            .number("riseSingleLog10", \.riseSingleLog10, log10, "R8: rise above the lowest single value, log10"),
            .integer(
                "followUpYears", \.followUpYears, 0...30,
                "R9: after the visits below a yearly one, until so many years after the infusion; 0: none"),
            .integer("followUpGraceDays", \.followUpGraceDays, days, "R9: days that a yearly sample may be late"),
            .number(
                "withheldHoursMax", \.withheldHoursMax, 0...8760,
                "hours a result may be withheld while an alert is open before the physician is told"),
            .integer(
                "noRunDaysMax", \.noRunDaysMax, 1...3650, "R10: days without any run before the laboratory is asked"),
            .integer("maxDelayDays", \.maxDelayDays, days, "a run may start this many days after its sample was taken"),
            .choice(
                "sameDayMethod", \.sameDayMethod,
                "two methods on one sampling day: whose value counts (narrower: of two intervals); the other is shown"),
            .number(
                "repeatDifferenceMaxLog10", \.repeatDifferenceMaxLog10, log10,
                "repeats of one sampling day may differ by this, log10"),
        ]
    }
    static let visitsMax = 200

    /// A value is never compared with a threshold in another unit: a mismatch would silence every rule.
    static func read(_ section: Section, assayUnit: String) -> RuleSettings {
        var rules = RuleSettings()
        section.read(keys, into: &rules)
        if let visits = visits(section) { rules.visits = visits }
        ascend(rules, section)
        if rules.unit != assayUnit {
            let entry = section.entry("unit")
            section.log.fault(
                line: entry?.line ?? section.line, column: entry?.column, key: section.name("unit"),
                "the thresholds are in \(quoted(rules.unit)) but the assay measures \(quoted(assayUnit)), so no rule "
                    + "could ever fire",
                fix: "state every threshold in assay.unit and set rules.unit to it")
        }
        section.finish()
        return rules
    }

    private static func ascend(_ rules: RuleSettings, _ section: Section) {
        section.ascending("relapseCopies", rules.relapseCopies, "veryLowCopies", rules.veryLowCopies)
        section.ascending("veryLowCopies", rules.veryLowCopies, "lowCopies", rules.lowCopies)
        section.ascending("lowCopies", rules.lowCopies, "lowArmedCopies", rules.lowArmedCopies)
        section.ascending("relapseCopies", rules.relapseCopies, "relapseArmedCopies", rules.relapseArmedCopies)
        section.ascending("watchLog10", rules.watchLog10, "declineLog10", rules.declineLog10)
        section.ascending("riseLog10", rules.riseLog10, "riseSingleLog10", rules.riseSingleLog10)
        section.ascending(
            "responseFirstDays", Double(rules.responseFirstDays), "responseLastDays", Double(rules.responseLastDays))
        section.ascending(
            "repeatFirstDays", Double(rules.repeatFirstDays), "repeatLastDays", Double(rules.repeatLastDays))
        section.ascending(
            "confirmFirstDays", Double(rules.confirmFirstDays), "confirmLastDays", Double(rules.confirmLastDays))
    }

    /// R9's schedule; days ascend, so that each sample answers one visit.
    private static func visits(_ section: Section) -> [Visit]? {
        guard let entries = section.list("visits", entriesMax: visitsMax) else { return nil }
        let visits = entries.compactMap { visit($0, section.log) }
        for (index, visit) in visits.enumerated().dropFirst() where visit.day <= visits[index - 1].day {
            section.fault(
                entries[min(index, entries.count - 1)], "day \(visit.day) does not follow day \(visits[index - 1].day)",
                fix: "list the visits by day, each once")
        }
        return visits
    }

    private static func visit(_ entry: Entry, _ log: FaultLog) -> Visit? {
        guard case .mapping(let mapping) = entry.node else {
            log.fault(
                line: entry.line, column: entry.column, key: entry.key, "\(entry.shown) is no visit",
                fix: "write {day: 30, grace: 7}")
            return nil
        }
        let section = Section(path: entry.key, mapping: mapping, line: entry.line, log: log)
        defer { section.finish() }
        let day = section.entry("day").flatMap { section.integer($0, 1...3650) }
        let grace = section.entry("grace").flatMap { section.integer($0, days) }
        for key in ["day", "grace"] where section.entry(key) == nil {
            section.missing(
                key, fix: "write {day: 30, grace: 7}: days after the infusion, and how late a sample may be")
        }
        guard let day, let grace else { return nil }
        return Visit(day: day, graceDays: grace)
    }

    /// The schedule as a YAML list.
    static func written(_ visits: [Visit]) -> String {
        let items = visits.map { "{day: \($0.day), grace: \($0.graceDays)}" }
        let lines = stride(from: 0, to: items.count, by: 5).map {
            items[$0..<min($0 + 5, items.count)].joined(separator: ", ")
        }
        return
            "  visits:                               # R9: days after the infusion, and how many days late a sample "
            + "may be\n    ["
            + lines.joined(separator: ",\n     ") + "]\n"
    }
}
