// What a patient's courses take from the days that are kept; settled before.
import Assay

extension MeasuredDays {
    /// As `series(of:settings:)` of the target's measurements gives them, with days counted from the course's infusion.
    func series(of target: String, in part: InfusionCourse, settings: RuleSettings) -> (
        values: [DayValue], disagreements: [Disagreement]
    ) {
        guard let target = targets[target] else { return ([], []) }
        if hasSaves {
            return Rules.series(of: target.numbers.compactMap { part.taking(all[$0]) }, settings: settings)
        }
        var values: [DayValue] = []
        var disagreements: [Disagreement] = []
        for day in target.days where part.days.contains(day.day) {
            if let value = day.outcome?.value { values.append(value.counted(from: part.offset)) }
            if var disagreement = day.outcome?.disagreement {
                disagreement.day -= part.offset
                disagreements.append(disagreement)
            }
        }
        return (values, disagreements)
    }

    /// A target's name as its measurements have it, the first of several.
    func spelling(of target: String) -> String { targets[target]?.numbers.map { all[$0].target }.min() ?? "" }

    /// Those of the course that may not be used.
    func withheld(of target: String, in part: InfusionCourse) -> [Measurement] {
        (targets[target]?.days ?? []).flatMap { day in
            day.repeats.lazy.filter { !all[$0].quantity.valid }.compactMap { part.taking(all[$0]) }
        }
    }

    /// Days after the first infusion with values in units that the rules do not have, by unit.
    var otherUnits: [String: Set<Int>] {
        var units: [String: Set<Int>] = [:]
        for day in targets.values.lazy.flatMap(\.days) {
            for unit in day.otherUnits { units[unit, default: []].insert(day.day) }
        }
        return units
    }
}

extension DayValue {
    /// With its day counted from a later infusion.
    fileprivate func counted(from offset: Int) -> DayValue {
        if offset == 0 { return self }
        var value = self
        value.day -= offset
        value.besides = besides.map { $0.counted(from: offset) }
        return value
    }
}
