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
    private let identity: RunIdentity
    private let before: [PlacedSummary]
    private let after: [PlacedSummary]
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
        identity = run.identity
        let own = RunSummary(of: run)
        summary = own?.adjusted(by: adjustment, acceptBy: settings.acceptBy)
        let place = own ?? RunSummary(run: run.identity.id, started: started)
        (before, after) = try appender.remembering { [settings] memory, db in
            try Casebook.neighbours(of: place, atMost: settings.runs, acceptBy: settings.acceptBy, &memory, db)
        }
        verdict =
            own.map { [before, settings] in
                LaboratoryVerdict(on: $0, after: before.map(\.summary)[...], settings: settings)
            }
            ?? LaboratoryVerdict()
    }

    /// Records of the later runs on which the verdict is another one with this run among those before them. In the
    /// order in which runs come from an instrument there are none.
    /// - Parameter told: what an earlier save of the run said to them.
    func later(than told: RunSummary?) -> [Int64] {
        guard !after.isEmpty, told != summary else { return [] }
        func past(_ own: RunSummary?) -> [PlacedSummary] {
            before + (own.map { [PlacedSummary(sequence: 0, identity: identity, summary: $0)] } ?? []) + after
        }
        return changedLater(past(told), past(summary), run: identity.id, settings: settings)
    }
}

/// Records of the runs on which a history decides otherwise than it did before one run came, changed or went.
/// - Parameters:
///   - before, after: the history then and now, oldest start first.
///   - run: the id of the run that makes the difference; it is not among the answers.
func changedLater(
    _ before: [PlacedSummary], _ after: [PlacedSummary], run: RunID, settings: LaboratorySettings
) -> [Int64] {
    let then = LaboratoryPast(before.map(\.summary), settings: settings)
    let now = LaboratoryPast(after.map(\.summary), settings: settings)
    let places = Dictionary(before.enumerated().map { ($1.sequence, $0) }) { first, _ in first }
    let first = (before + after).filter { $0.summary.run == run }.map(\.summary.started).min() ?? "~"
    return after.enumerated().compactMap { index, later -> Int64? in
        guard later.summary.run != run, later.summary.started >= first, let old = places[later.sequence] else {
            return nil
        }
        let isSame = now.decision(on: later.summary, before: index) == then.decision(on: later.summary, before: old)
        return isSame ? nil : later.sequence
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
