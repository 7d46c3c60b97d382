// Forms, shown and done.
internal import Alerts
internal import Casebook
internal import Configuration
internal import Foundation
internal import Journal
internal import Laboratory
internal import Pages
internal import Rules
internal import Service
internal import Snapshots
internal import Web

extension WebClerk {
    mutating func ask(_ form: WebForm, _ viewer: WebViewer, seal: String, browser: String, _ now: Date) throws
        -> WebResponse
    {
        let casebook = try opened()
        let shown: ActForm
        switch form.subject {
        case .alert(let id):
            // Before the alert itself: what comes between is not taken for seen.
            let seen = try casebook.newestRecord(ofAlert: id) ?? 0
            let alert = try known(id, form, viewer, casebook)
            if let patient = alert.finding.patient { try isSeen(.patient(patient), viewer, casebook, now) }
            shown = alertForm(form.kind, alert, seen: seen, seal: seal, settings: configuration.delivery.escalation)
        case .run(let record):
            if let refusal = form.kind.refusal(of: viewer) { throw refusal }
            let name = try runPage(record, casebook)
            guard let run = try known(casebook).run(record) else { throw gone }
            if form.kind == .undo { try mayUndo(run.decisions.newestStanding?.act, viewer) }
            try isSeen(.run(name), viewer, casebook, now)
            shown = runForm(
                form.kind, run, seal: seal, back: name, patients: configuration.patients.keys.sorted(),
                acceptBy: configuration.laboratory.acceptBy)
        }
        return .page(
            formPage(shown, viewer: "\(viewer.user) (\(roles(viewer)))", programVersion: programVersion),
            cookie: browser)
    }

    /// - Returns: where the person is sent next.
    mutating func perform(
        _ act: WebAct, _ form: WebForm, _ viewer: WebViewer, note: String, once: String, _ now: Date
    ) throws -> String {
        let casebook = try opened()
        let person = Person(name: viewer.user, user: account(viewer), note: note, form: once)
        let back: String
        do {
            switch act {
            case .alert(let id, let act, let seen):
                let alert = try known(id, form, viewer, casebook)
                back = alert.finding.patient.map(PageName.patient) ?? PageName.index
                _ = try casebook.act(act, onAlert: id, seen: seen, by: person, context: context, at: now)
            case .run(let record, let act):
                back = try runPage(record, casebook)
                if case .undo(let decision?) = act { try mayUndo(try casebook.decision(decision), viewer) }
                _ = try casebook.act(act, onRunOfRecord: record, by: person, context: context, at: now)
            }
        } catch let error as JournalError {
            // The same form may have acted already, in this moment or before a crash: then that is the answer.
            return try settled(form, once, error, casebook, now)
        }
        return try done(once, back, casebook, now)
    }

    private func done(_ once: String, _ back: String, _ casebook: Casebook, _ now: Date) throws -> String {
        try casebook.record(ofForm: once, at: now).map { "\(back)?done=\($0)" } ?? back
    }

    private mutating func settled(
        _ form: WebForm, _ once: String, _ error: JournalError, _ casebook: Casebook, _ now: Date
    ) throws -> String {
        let record: Int64?
        do { record = try casebook.record(ofForm: once, at: now) } catch {
            throw WebRefusal(
                503,
                "\(error) Whether it was recorded cannot be said now. Send the same form again: it acts once, however often it is sent."
            )
        }
        guard let record else {
            if case .refused(let sentence) = error { throw WebRefusal(409, "\(sentence) Nothing was done.") }
            throw WebRefusal(503, "\(error.sentence) Nothing was done.")
        }
        let back: String =
            switch form.subject {
            case .alert(let id): try casebook.alert(id)?.finding.patient.map(PageName.patient) ?? PageName.index
            case .run(let record): try runPage(record, casebook)
            }
        return "\(back)?done=\(record)"
    }

    /// Whether this is the newest decision is settled where it is recorded.
    private func mayUndo(_ act: RunDecision.Act?, _ viewer: WebViewer) throws {
        guard let act else { throw WebRefusal(409, "Nothing was decided about the run that could be taken back.") }
        if let refusal = WebActKind.undo.refusal(of: viewer, undoing: act) { throw refusal }
    }

    /// An alert that this person may do that to.
    private func known(_ id: AlertID, _ form: WebForm, _ viewer: WebViewer, _ casebook: Casebook) throws -> Alert {
        guard let alert = try casebook.alert(id) else { throw WebRefusal(404, "The journal holds no alert \(id).") }
        if let refusal = form.kind.refusal(of: viewer, isPatients: alert.finding.patient != nil) { throw refusal }
        return alert
    }

    private mutating func runPage(_ record: Int64, _ casebook: Casebook) throws -> String {
        guard let name = try currentShelf(casebook).name(ofRun: record) else { throw gone }
        return name
    }

    private var gone: WebRefusal {
        WebRefusal(
            409, "The run was saved again meanwhile, or there is no such run. Nothing was done. Open its page anew.")
    }

    /// As records of acts name it: who the proxy says it is.
    func account(_ viewer: WebViewer) -> String { "web:\(viewer.user)" }
}
