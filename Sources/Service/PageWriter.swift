// Pages kept true to the journal in `pages.folder`. What goes wrong costs pages and nothing else: all of it happens on a
// thread of its own that gives way to all others, reads the journal through a connection of its own, and may hang in a
// dead share for as long as that is dead. Where it got to stands in the folder itself: a folder that was emptied, or is
// another one, is filled from the start.
internal import Alerts
internal import Assay
internal import Casebook
internal import Configuration
internal import Foundation
internal import Glibc
internal import Journal
internal import Linux
internal import Monitoring
internal import Reporting
internal import Rules
internal import Synchronization
internal import USB

final class PageWriter: Sendable {
    /// From the end of one round to the next.
    static let pause = Duration.seconds(1)
    /// After a failure, and where nothing happens: the day may have changed.
    static let retry = Duration.seconds(60)
    /// A folder that has not answered for so long is told of.
    static let silentAfter = Duration.seconds(60)
    private static let niceness: Int32 = 19
    /// Beside the pages: up to which record they are true, and for which settings and day.
    static let marker = ".cqwatch-pages"

    private struct State {
        var configuration: Configuration
        var isClosed = false
        var problem: String?
        var busySince: Duration?
    }

    private let state: Mutex<State>
    private let wakes = Semaphore()
    private let closes = Semaphore()
    private let thread = BlockingThread("cqwatch-pages", niceness: PageWriter.niceness)
    private let programVersion: String
    private let silentAfter: Duration

    init(_ configuration: Configuration, programVersion: String, silentAfter: Duration = PageWriter.silentAfter) {
        self.silentAfter = silentAfter
        state = Mutex(State(configuration: configuration))
        self.programVersion = programVersion
        thread.start { [self] in run() }
    }

    /// Something may have been journaled. Takes no time.
    func poke() { wakes.signal() }

    func adopt(_ configuration: Configuration) {
        state.withLock { $0.configuration = configuration }
        poke()
    }

    /// Does not wait for the thread: it may hang where nothing wakes it.
    func close() {
        state.withLock { $0.isClosed = true }
        closes.signal()
        poke()
    }

    /// Why pages are not written now, as a sentence; nil where they are, or where none are asked for.
    var problem: String? {
        state.withLock { state in
            guard let folder = state.configuration.pagesFolder else { return nil }
            if let since = state.busySince, steadyNow() - since > silentAfter {
                return "\(folder) does not answer"
            }
            return state.problem
        }
    }

    private var isClosed: Bool { state.withLock(\.isClosed) }

    private func run() {
        while !isClosed {
            let configuration = state.withLock(\.configuration)
            if let folder = configuration.pagesFolder {
                let problem = write(configuration, PageFolder(folder, refusesLink: true))
                state.withLock { ($0.problem, $0.busySince) = (problem, nil) }
            }
            // What comes meanwhile is written in one round.
            if closes.wait(atMost: Self.pause) { return }
            _ = wakes.wait(atMost: Self.retry)
            while wakes.wait(atMost: .zero) {}
        }
    }

    /// - Returns: why not; nil where all is written.
    private func write(_ configuration: Configuration, _ folder: PageFolder) -> String? {
        do {
            step()
            if let watched = folder.watchedFolder(in: configuration) {
                return "\(folder.path) lies in \(watched), which is read and never written"
            }
            let casebook = Casebook(try Journal(path: configuration.journalPath, readOnly: true))
            defer { try? casebook.journal.close() }
            try write(Known(configuration, casebook, programVersion: programVersion), folder)
            return nil
        } catch let failure as PageFolder.Failure {
            return failure.sentence
        } catch {
            return "\(error)"
        }
    }

    private func write(_ known: Known, _ folder: PageFolder) throws {
        let pulse = DaemonPulse(journal: known.configuration.journalPath)
        let head = try known.casebook.journal.head()
        let ground = [
            programVersion, known.configuration.digest,
            judgementContext(known.configuration, programVersion: programVersion).today.iso,
        ].joined(separator: " ")
        let done = try folder.read(Self.marker).flatMap(Written.init)
        let changes = done?.ground == ground ? try done.flatMap { try known.casebook.changes(since: $0.head) } : nil
        if let changes, changes.runs.isEmpty, changes.patients.isEmpty, done?.head == head { return }
        let maker = try PageMaker(known, programVersion: programVersion)
        for run in maker.runs.runs where !isClosed {
            let identity = RunIdentity(id: RunID(run.id), serial: run.serial, started: run.started)
            guard changes?.runs.contains(identity) ?? true, let page = try maker.run(run.record) else { continue }
            try put(page, folder)
        }
        for code in maker.patients where !isClosed && changes?.patients.contains(code) ?? true {
            try put(maker.patient(code), folder)
        }
        guard !isClosed else { return }
        try put(maker.index(pulse), folder)
        try folder.write(Written(head: head, ground: ground).text(), as: Self.marker)
    }

    private func put(_ page: MadePage, _ folder: PageFolder) throws {
        step()
        try folder.write(page.text, as: page.name)
    }

    /// It still moves.
    private func step() { state.withLock { $0.busySince = steadyNow() } }
}

/// Up to where the pages of a folder are true.
private struct Written: Codable {
    let head: Head
    let ground: String

    init(head: Head, ground: String) {
        self.head = head
        self.ground = ground
    }

    /// What somebody else wrote there says nothing.
    init?(_ text: String) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = read
    }

    func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) + "\n" }
}

extension PageFolder {
    /// The folder of the laboratory's that this one lies in, by whatever links; nil where it lies in none.
    func watchedFolder(in configuration: Configuration) -> String? {
        let place = Self.real(path) + "/"
        let watched = configuration.watch.directories.map(\.path) + [configuration.usb.mediaFolder]
        return watched.first { place.hasPrefix(Self.real($0) + "/") }
    }

    /// Without links; the path as it is where it leads nowhere.
    private static func real(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }
}
