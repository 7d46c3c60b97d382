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
    let programVersion: String
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
                return try ask(form, viewer, seal: seal, browser: browser, now)
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

    mutating func opened() throws -> Casebook {
        if let casebook { return casebook }
        guard FileManager.default.fileExists(atPath: configuration.journalPath) else {
            throw WebRefusal(503, "There is no journal yet: the daemon makes it at its first start.")
        }
        let opened = Casebook(try Journal(path: configuration.journalPath, readOnly: false))
        casebook = opened
        return opened
    }

    /// The shelf, as new as the journal.
    mutating func currentShelf(_ casebook: Casebook) throws -> PageShelf {
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

    func roles(_ viewer: WebViewer) -> String { viewer.roles.sorted().map(\.rawValue).joined(separator: ", ") }

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
        if isNews { try recordLook(at: page, viewer, casebook, now) }
        // A page is of one moment: what came while it was read is read again.
        for _ in 1..<Self.readsMax {
            let before = try casebook.newestNews()
            let page = try made()
            if try casebook.newestNews() == before { return page.text }
            frame.state = try word(casebook, viewer)
        }
        return try made().text
    }

    /// A form shows of its patient or run what their page does: nobody sees what no record says that they saw.
    mutating func isSeen(_ page: WebPage, _ viewer: WebViewer, _ casebook: Casebook, _ now: Date) throws {
        if desk.isNews(page, viewer, now) { try recordLook(at: page, viewer, casebook, now) }
    }

    private mutating func recordLook(at page: WebPage, _ viewer: WebViewer, _ casebook: Casebook, _ now: Date) throws {
        try casebook.recordLook(at: page.subject, by: viewer.user, user: account(viewer), context: context, at: now)
        desk.hasRecorded(page, of: viewer, at: now)
    }

    func known(_ casebook: Casebook) throws -> Known {
        Known(configuration, casebook, programVersion: programVersion)
    }

    var context: JudgementContext { judgementContext(configuration, programVersion: programVersion) }

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
}

/// 32 hex digits that nobody can foretell.
func chanceText() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(system.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}
