// Answers requests, one at a time: asks the heart what is to be done, reads the journal for a page, records a look before
// it is shown, and does what a form says.
internal import Alerts
internal import Assay
internal import Casebook
internal import Configuration
internal import Foundation
internal import Journal
internal import Log
internal import Logging
internal import Laboratory
internal import Pages
internal import Service
internal import Rules
internal import Snapshots
internal import Web

struct WebClerk: Sendable {
    var configuration: Configuration {
        didSet {
            desk.settings = configuration.web
            shelf = nil
        }
    }
    private var desk: WebDesk
    private var casebook: Casebook?
    private var shelf: PageShelf?
    private let programVersion: String
    private let logger: Logger

    /// A page is read again where something was recorded meanwhile, at most so often.
    private static let readsMax = 3

    init(_ configuration: Configuration, seal: FormSeal, programVersion: String, logger: Logger) {
        self.configuration = configuration
        desk = WebDesk(configuration.web, seal: seal)
        self.programVersion = programVersion
        self.logger = logger
    }

    mutating func answer(_ request: WebRequest) -> WebResponse {
        let now = Date()
        let decision = desk.handle(request, at: now, chance: chanceText())
        do {
            switch decision {
            case .refuse(let refusal): throw refusal
            case .tellChange(let viewer): return .text(try word(try opened(), viewer))
            case .show(let page, let viewer, let isNews, let done):
                return .page(try show(page, viewer, isNews: isNews, done: done, now))
            case .ask(let form, let viewer, let seal, let browser):
                return try ask(form, viewer, seal: seal, browser: browser)
            case .perform(let act, let form, let viewer, let note, let once):
                return .seeOther(try perform(act, form, viewer, note: note, once: once, now))
            }
        } catch let refusal as WebRefusal {
            return refused(refusal, request)
        } catch let error as JournalError {
            let answer = refused(WebRefusal(status(of: error), error.sentence), request)
            // Another journal may have been put in its place: it is opened anew.
            if answer.status == 503 { forget() }
            return answer
        } catch {
            return refused(WebRefusal(500, "\(error)"), request)
        }
    }

    /// Closes what is open.
    mutating func forget() {
        casebook?.journal.leave()
        (casebook, shelf) = (nil, nil)
    }

    private func refused(_ refusal: WebRefusal, _ request: WebRequest) -> WebResponse {
        if [400, 403, 409, 500, 503].contains(refusal.status) {
            logger.say(.webRefused, "\(request.method) answered \(refusal.status): \(refusal.sentence)")
        }
        return .refused(refusal, programVersion: programVersion)
    }

    private func status(of error: JournalError) -> Int { if case .refused = error { 409 } else { 503 } }

    private mutating func opened() throws -> Casebook {
        if let casebook { return casebook }
        guard FileManager.default.fileExists(atPath: configuration.journalPath) else {
            throw WebRefusal(503, "There is no journal yet: the daemon makes it at its first start.")
        }
        let opened = Casebook(try Journal(path: configuration.journalPath, readOnly: false))
        casebook = opened
        return opened
    }

    /// The shelf, as new as the journal.
    private mutating func currentShelf(_ casebook: Casebook) throws -> PageShelf {
        let state = try casebook.newestNews()
        if let shelf, shelf.state == state { return shelf }
        let made = try PageShelf(casebook, configuration)
        shelf = made
        return made
    }

    /// Changes when a page has something new to say: a record, the watcher's start or end, other rights.
    private func word(_ casebook: Casebook, _ viewer: WebViewer) throws -> String {
        let pulse = DaemonPulse(journal: configuration.journalPath)
        return "\(try casebook.newestNews()) \(pulse.isRunning ? "watching" : "resting") \(roles(viewer))"
    }

    private func roles(_ viewer: WebViewer) -> String { viewer.roles.sorted().map(\.rawValue).joined(separator: ", ") }

    // MARK: Looking

    private mutating func show(_ page: WebPage, _ viewer: WebViewer, isNews: Bool, done: Int64?, _ now: Date) throws
        -> String
    {
        let casebook = try opened()
        let shelf = try currentShelf(casebook)
        var frame = try frame(casebook, viewer, done: done)
        let made: () throws -> MadePage
        switch page {
        case .index:
            made = { [self] in
                let maker = try PageMaker(known(casebook), programVersion: programVersion)
                return try maker.index(DaemonPulse(journal: configuration.journalPath), live: frame)
            }
        case .patient(let code):
            guard shelf.links.patients.contains(code) else { throw WebRefusal(404, "No patient \(code) is known.") }
            made = { [self] in
                let course = try casebook.course(of: code)
                return PageMaker.page(
                    of: course, try known(casebook), links: shelf.links, live: frame, programVersion: programVersion)
            }
        case .run(let name):
            guard let listed = shelf.run(named: name), let run = try known(casebook).run(listed.sequence) else {
                throw WebRefusal(404, "The journal holds no run of that name.")
            }
            frame.run = listed.sequence
            let undoable = run.decisions.newestStanding
            if undoable == nil || WebActKind.undo.refusal(of: viewer, undoing: undoable?.act) != nil {
                frame.runActs.remove(WebActKind.undo.rawValue)
            }
            made = { [self, frame] in
                PageMaker.page(of: run, links: shelf.links, live: frame, programVersion: programVersion)
            }
        }
        // Nobody sees what no record says that they saw.
        if isNews {
            try casebook.recordLook(
                at: page.subject, by: viewer.user, user: account(viewer), context: context, at: now)
            desk.hasRecorded(page, of: viewer, at: now)
        }
        // A page is of one moment: what came while it was read is read again.
        for _ in 1..<Self.readsMax {
            let before = try casebook.newestNews()
            let page = try made()
            if try casebook.newestNews() == before { return page.text }
            frame.state = try word(casebook, viewer)
        }
        return try made().text
    }

    private func known(_ casebook: Casebook) throws -> Known {
        Known(configuration, casebook, programVersion: programVersion)
    }

    private var context: JudgementContext { judgementContext(configuration, programVersion: programVersion) }

    private func frame(_ casebook: Casebook, _ viewer: WebViewer, done: Int64?) throws -> LiveFrame {
        var frame = LiveFrame(viewer: "\(viewer.user) (\(roles(viewer)))", state: try word(casebook, viewer))
        func able(_ onAlert: Bool, isPatients: Bool) -> Set<String> {
            Set(
                WebActKind.allCases.filter {
                    $0.isOnAlert == onAlert && $0.refusal(of: viewer, isPatients: isPatients) == nil
                }.map(\.rawValue))
        }
        frame.patientActs = able(true, isPatients: true)
        frame.laboratoryActs = able(true, isPatients: false)
        frame.runActs = able(false, isPatients: false)
        if let done, let act = try casebook.personAct(done), act.by == viewer.user {
            frame.notice = "Recorded as number \(done): \(act.act)\(act.on.map { ", \($0)" } ?? "")."
        }
        return frame
    }

    // MARK: Acting

    private mutating func ask(_ form: WebForm, _ viewer: WebViewer, seal: String, browser: String) throws -> WebResponse
    {
        let casebook = try opened()
        let shown: ActForm
        switch form.subject {
        case .alert(let id):
            // Before the alert itself: what comes between is not taken for seen.
            let seen = try casebook.newestRecord(ofAlert: id) ?? 0
            let alert = try known(id, form, viewer, casebook)
            shown = alertForm(form.kind, alert, seen: seen, seal: seal, settings: configuration.delivery.escalation)
        case .run(let record):
            if let refusal = form.kind.refusal(of: viewer) { throw refusal }
            let name = try runPage(record, casebook)
            guard let run = try known(casebook).run(record) else { throw gone }
            if form.kind == .undo { try mayUndo(run.decisions.newestStanding?.act, viewer) }
            shown = runForm(
                form.kind, run, seal: seal, back: name, patients: configuration.patients.keys.sorted(),
                acceptBy: configuration.laboratory.acceptBy)
        }
        return .page(
            formPage(shown, viewer: "\(viewer.user) (\(roles(viewer)))", programVersion: programVersion),
            cookie: browser)
    }

    /// - Returns: where the person is sent next.
    private mutating func perform(
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
        WebRefusal(409, "The run has come again since, or is none. Nothing was done. Open its page anew.")
    }

    /// As records of acts name it: who the proxy says it is.
    private func account(_ viewer: WebViewer) -> String { "web:\(viewer.user)" }
}

/// 32 hex digits that nobody can foretell.
func chanceText() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(system.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}
