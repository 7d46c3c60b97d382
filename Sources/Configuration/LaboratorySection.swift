// `laboratory`: what a run is held against, the laboratory's earlier runs.
internal import Alerts
internal import Assay
internal import Laboratory
internal import Rules
internal import Yams

enum LaboratorySection {
    static var keys: [SettingKey<LaboratorySettings>] {
        [
            .integer("runs", \.runs, 1...2000, "a run is held against at most so many runs before it"),
            .date(
                "since", \.since,
                "runs before this date count no more (new standards, instrument, control), 2026-05-14; empty: all"),
            .number(
                "interceptMaxCycles", \.interceptMaxCycles, 0...50,
                "curve drift: cycles between a curve's intercept and the earlier runs' median"),
            .integer("interceptRuns", \.interceptRuns, 1...2000, "with fewer earlier runs a drift only warns"),
            .integer(
                "referenceSamples", \.referenceSamples, 2...100_000,
                "the reference gene is held against the laboratory's samples once there are so many"),
            .number("referenceSDs", \.referenceSDs, 0...20, "latest adequate Cq: their mean and this many SD"),
            .integer("acceptBy", \.acceptBy, 1...2, "different persons that it takes to accept a failed run or sample"),
            .number("referenceSDMinCycles", \.referenceSDMinCycles, 0...10, "smallest SD of that, cycles"),
        ]
    }
    static var controlKeys: [SettingKey<ControlSettings>] {
        [
            .integer(
                "establishing", \.establishing, 2...2000,
                "mean and SD of a run control come from its first so many runs"),
            .integer("establishingMin", \.establishingMin, 2...2000, "fewer give no limits: nothing is judged"),
            .number("sdMinLog10", \.sdMinLog10, 0.001...5, "smallest SD, log10"),
            .number(
                "shiftMinSD", \.shiftMinSD, 0...5,
                "4-1s and 10-x reject from this mean distance on, SD; a smaller shift warns"),
        ]
    }
    static var ruleKeys: [SettingKey<WestgardActions>] {
        [
            .choice(WestgardRule.oneTwoS.rawValue, \.oneTwoS, "one control beyond 2 SD"),
            .choice(WestgardRule.oneThreeS.rawValue, \.oneThreeS, "one control beyond 3 SD"),
            .choice(
                WestgardRule.twoTwoS.rawValue, \.twoTwoS, "two in a row, or two of a run, beyond 2 SD on one side"),
            .choice(WestgardRule.rangeFourS.rawValue, \.rangeFourS, "of one run one beyond +2 SD, one beyond -2 SD"),
            .choice(WestgardRule.fourOneS.rawValue, \.fourOneS, "four in a row beyond 1 SD on one side"),
            .choice(WestgardRule.tenX.rawValue, \.tenX, "ten in a row on one side of the mean"),
        ]
    }
    static let assignedMax = 200

    static func read(_ section: Section) -> LaboratorySettings {
        var settings = LaboratorySettings()
        section.read(keys, into: &settings)
        let controls = section.section("controls")
        controls.read(controlKeys, into: &settings.controls)
        controls.ascending(
            "establishingMin", Double(settings.controls.establishingMin), "establishing",
            Double(settings.controls.establishing))
        let rules = controls.section("rules")
        rules.read(ruleKeys, into: &settings.controls.rules)
        rules.finish()
        settings.controls.assigned = (controls.list("assigned", entriesMax: assignedMax) ?? []).compactMap {
            assigned($0, controls.log)
        }
        controls.finish()
        section.finish()
        return settings
    }

    private static func assigned(_ entry: Entry, _ log: FaultLog) -> ControlSettings.Assigned? {
        let fix =
            "write {control: PC, copies: 10000, sdLog10: 0.08}: the sample's name, its copies in assay.unit, and "
            + "their SD"
        guard case .mapping(let mapping) = entry.node else {
            log.fault(line: entry.line, column: entry.column, key: entry.key, "\(entry.shown) is no control", fix: fix)
            return nil
        }
        let section = Section(path: entry.key, mapping: mapping, line: entry.line, log: log)
        defer { section.finish() }
        let name = section.entry("control").flatMap { section.text($0, lengthMax: 64) }
        let copies = section.entry("copies").flatMap { section.number($0, 0.001...1e12) }
        let sd = section.entry("sdLog10").flatMap { section.number($0, 0.001...5) }
        for key in ["control", "copies", "sdLog10"] where section.entry(key) == nil { section.missing(key, fix: fix) }
        guard let name, let copies, let sd else { return nil }
        return ControlSettings.Assigned(control: name, copies: copies, sdLog10: sd)
    }
}
