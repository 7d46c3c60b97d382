// Whether a person's decision about a run makes sense, and what is journaled of it: one function a kind of decision.
internal import Alerts
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Laboratory
internal import Rules
internal import Snapshots

/// What is known when a person decides about a run. Each answer is what the record says, and a sentence for the person.
struct RunActCheck {
    typealias Decision = (body: RunActBody, sentence: String)

    private let run: KnownRun
    private let person: Person
    private let context: JudgementContext
    private let appender: Appender
    /// Decisions that hold, oldest first, and what they make of the run.
    private let entries: [RunDecisions.Entry]
    private let adjustment: RunAdjustment

    init(on run: KnownRun, by person: Person, _ context: JudgementContext, _ appender: Appender) throws {
        (self.run, self.person, self.context, self.appender) = (run, person, context, appender)
        (entries, adjustment) = try appender.remembering { memory, db in
            try memory.decisions.catchUp(db)
            return (memory.decisions.live(on: run.identity), memory.decisions.adjustment(of: run.identity))
        }
    }

    /// - Throws: `.refused` with a sentence where the decision makes no sense.
    func outcome(of act: RunAct) throws -> Decision {
        switch act {
        case .correct(let text): try corrected(to: text)
        case .void: try voided()
        case .accept(let samples): try accepted(samples)
        case .reattribute(let sample, let code, let day): try reattributed(sample, to: code, day: day)
        case .undo(let decision): try undone(decision)
        }
    }

    private var id: RunID { run.identity.id }

    private func corrected(to text: String) throws -> Decision {
        let started = try correctedStart(text)
        guard let day = CalendarDate(iso: started), day <= context.today, day.year >= earliestRunYear else {
            throw JournalError.refused(
                "A run begins between \(earliestRunYear) and today, \(context.today.iso); \(started) does not.")
        }
        var body = RunActBody(run: run.identity)
        body.started = started
        return (body, "The run \(id) began \(started), not \(run.started ?? "at a time that nobody knows").")
    }

    private func voided() throws -> Decision {
        if adjustment.voided != nil { throw JournalError.refused("The run \(id) is voided already.") }
        return (RunActBody(run: run.identity), "The run \(id) is voided: it is never used.")
    }

    private func accepted(_ wanted: [String]) throws -> Decision {
        let samples = try wanted.map { try onPlate($0) }
        let held = try held()
        if let critical = held.critical.first {
            throw JournalError.refused(
                "\(critical.rule) cannot be overruled: \(critical.detail) Without it there is no value to accept.")
        }
        guard !samples.isEmpty || held.quality.contains(where: { $0.status == .fail }) else {
            throw JournalError.refused(
                "The run \(id) did not fail its quality control; name the samples to accept (--sample).")
        }
        let scope = folded(samples)
        let same = adjustment.acceptances.filter { folded($0.samples) == scope }
        let needed = context.laboratory.acceptBy
        if same.contains(where: { AssaySettings.folded($0.by) == AssaySettings.folded(person.name) }) {
            throw JournalError.refused(
                "\(person.name) has accepted it already" + (same.count < needed ? "; a second person must." : "."))
        }
        var body = RunActBody(run: run.identity)
        body.samples = samples
        let what = scope.isEmpty ? "The run \(id)" : samples.joined(separator: ", ")
        let isMissing = needed - same.count - 1 > 0
        return (
            body,
            isMissing
                ? "\(what): accepted by one person; it holds once another one accepts it too."
                : "\(what): the failed quality control is accepted."
        )
    }

    private func folded(_ names: [String]) -> Set<String> { Set(names.map { AssaySettings.folded($0) }) }

    private func reattributed(_ sample: String, to code: String, day: Int) throws -> Decision {
        let sample = try onPlate(sample)
        guard let patient = context.patients[code] else {
            throw JournalError.refused("Patient \(code) is not in the patients file.")
        }
        guard patient.infusion != nil else {
            throw JournalError.refused("Patient \(code) has no infusion date in the patients file.")
        }
        guard abs(day) <= SampleNaming.dayMax else { throw JournalError.refused("Day \(day) is no sampling day.") }
        var body = RunActBody(run: run.identity)
        (body.samples, body.patient, body.day) = ([sample], code, day)
        return (body, "The sample \(sample) of the run \(id) is \(code)'s, day \(day).")
    }

    /// - Parameter decision: the record that is meant; nil: the newest.
    private func undone(_ decision: Int64?) throws -> Decision {
        guard let last = entries.last else {
            throw JournalError.refused("Nothing was decided about the run \(id) that could be undone.")
        }
        guard decision == nil || decision == last.sequence else {
            throw JournalError.refused(
                "The newest decision about the run is now that of record \(last.sequence) (\(last.act), by \(last.by))."
            )
        }
        var body = RunActBody(run: run.identity)
        body.undoes = last.sequence
        return (body, "The decision of record \(last.sequence) (\(last.act), by \(last.by)) is taken back.")
    }

    /// The sample's name as the plate has it.
    private func onPlate(_ sample: String) throws -> String {
        let names = try Casebook.results(ofRun: run.sequence, appender.db).map(\.body.sample)
        guard let name = names.first(where: { AssaySettings.folded($0) == AssaySettings.folded(sample) }) else {
            throw JournalError.refused("The run \(id) holds no sample \(sample).")
        }
        return name
    }

    /// The run with what its history now says of it.
    private func held() throws -> RunAnalysis {
        let ground = try RunGround.read(run.sequence, appender.db)
        let samples = try Casebook.results(ofRun: run.sequence, appender.db).map {
            ground.sample($0.body, naming: context.naming)
        }
        let bare = ground.run(with: samples).dated(by: adjustment)
        let verdict =
            try ground.conflict == nil
            ? HistoryPlace(of: bare, adjustment: adjustment, context: context, appender)?.verdict : nil
        return bare.held(against: verdict ?? LaboratoryVerdict())
    }
}

/// "2026-05-14T09:30:00" as runs state their start, of what a person writes; refused with the reason.
private func correctedStart(_ text: String) throws -> String {
    let moment = WrittenMoment(text)
    switch moment?.date ?? .none {
    case .date(let day): return "\(day.iso)T\(moment?.clock?.iso ?? "00:00:00")"
    case .ambiguous(let a, let b):
        throw JournalError.refused("'\(text)' may mean \(a.iso) or \(b.iso); write the year first.")
    case .none:
        throw JournalError.refused(
            "'\(text)' is no start of a run; write 2026-05-14 or 2026-05-14T09:30, in the laboratory's time.")
    }
}
