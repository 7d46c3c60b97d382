// Where a run stands in the laboratory's history: what the runs before it say of it, and what it says to those after
// it.
internal import Assay
internal import GRDB
internal import Journal
internal import Alerts
internal import Laboratory
internal import Rules

struct HistoryPlace {
    /// What it says to later runs; nil for a run that failed its own quality control.
    let summary: RunSummary?
    let verdict: LaboratoryVerdict
    private let before: [RunSummary]
    private let after: [(sequence: Int64, summary: RunSummary)]
    private let settings: LaboratorySettings

    /// Nil for a run whose start is no date.
    /// - Parameters:
    ///   - run: with its start as it was corrected.
    ///   - adjustment: what persons decided about it.
    init?(
        of run: RunAnalysis, adjustment: RunAdjustment = RunAdjustment(), context: JudgementContext,
        _ appender: Appender
    ) throws {
        guard let started = run.identity.started, CalendarDate(iso: started) != nil else { return nil }
        settings = context.laboratory
        let own = RunSummary(of: run)
        summary = own?.adjusted(by: adjustment, acceptBy: settings.acceptBy)
        let place = own ?? RunSummary(run: run.identity.id, started: started)
        (before, after) = try appender.remembering { [settings] memory, db in
            try Casebook.neighbours(of: place, atMost: settings.runs, acceptBy: settings.acceptBy, &memory, db)
        }
        verdict =
            own.map { [before, settings] in LaboratoryVerdict(on: $0, after: before[...], settings: settings) }
            ?? LaboratoryVerdict()
    }

    /// Records of the later runs on which the verdict is another one with this run among those before them. In the
    /// order in which runs come from an instrument there are none.
    /// - Parameter told: what an earlier save of the run said to them.
    func later(than told: RunSummary?) -> [Int64] {
        guard !after.isEmpty, told != summary else { return [] }
        let with = LaboratoryPast(
            before + [summary].compactMap(\.self) + after.map(\.summary), settings: settings)
        let without = LaboratoryPast(before + [told].compactMap(\.self) + after.map(\.summary), settings: settings)
        return after.indices.compactMap { index in
            let later = after[index]
            let tail = after.count - index
            let new = with.decision(on: later.summary, before: with.count - tail)
            let old = without.decision(on: later.summary, before: without.count - tail)
            return new == old ? nil : later.sequence
        }
    }
}

extension Casebook {
    /// Weighs journaled runs anew because the history before them has changed.
    /// - Returns: the patients whose results that touched.
    static func weighLater(runs: [Int64], context: JudgementContext, to appender: inout Appender) throws -> Set<String>
    {
        var patients: Set<String> = []
        for run in runs {
            patients.formUnion(try reattribute(run, context: context, to: &appender) { _, _ in true }.patients)
        }
        return patients
    }
}
