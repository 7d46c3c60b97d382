// The one consumer: takes events in order, asks the monitor what to do, and does it before it takes the next.
internal import Casebook
internal import Configuration
internal import Delivery
internal import Devices
internal import Files
internal import Foundation
internal import Intake
internal import Journal
internal import Alerts
internal import Linux
internal import Rules
internal import Log
internal import Logging
internal import Monitoring
internal import USB

final class Daemon {
    /// How the consumer ends.
    enum End {
        case asked(ServiceSignal)
        case broken(String)
        /// The journal failed, is gone, or is not what was written.
        case journal(JournalError)
    }

    let logger: Logger
    let supervisor: Supervisor
    let programVersion: String
    let casebook: Casebook
    let lock: JournalLock
    var files: ConfigurationFiles
    var monitor: Monitor
    let mailbox: Mailbox
    let loop: EventLoop
    let watch: FolderWatch?
    let ignoring: CurrentPatterns
    let analyst: Analyst
    let deliverer: Deliverer?
    let spool: Spool
    /// Nil where USB is let alone or cannot be watched.
    var devices: DeviceWatch?
    var desk: DeviceDesk
    var isReady = false
    var metrics = MetricsFile()
    let pages: PageWriter
    /// What the log was last told of the pages.
    var toldPagesProblem: String?
    /// A scan has ended since the metrics were last written.
    var hasScanned = false
    var runsTaken = 0
    /// The journal's head as it was last noted in the lock's file.
    var notedHead: Head?
    /// Files on their way as they were last named there.
    var named: (files: [DaemonPulse.File], count: Int, at: Duration)?
    /// When the last scan of each folder ended.
    var lastScans: [BytePath: Date] = [:]
    /// A file was read, or the service has just started, since memory was last given back.
    private var hasRead = true
    var sweeper: Sweeper
    var clock: ClockTrust
    /// What the log was last told of the clock and of what the rules on absent results could not see.
    var toldDoubt = false
    var toldUnseen: [BytePath] = []
    /// inotify's refusals that the log has been told of, by error number.
    var refusals: Set<Int32> = []

    var configuration: Configuration { files.configuration }

    init(_ parts: DaemonParts, deliverer: Deliverer?) throws {
        logger = parts.logger
        supervisor = parts.supervisor
        programVersion = parts.programVersion
        casebook = parts.casebook
        lock = parts.lock
        files = parts.files
        // What another configuration or version would say of the patients is not known yet.
        sweeper = Sweeper(sweptUpTo: parts.isChanged ? nil : try parts.casebook.sweptOn())
        notedHead = try parts.casebook.journal.head()
        mailbox = parts.mailbox
        self.deliverer = deliverer
        pages = PageWriter(parts.files.configuration, programVersion: parts.programVersion)
        spool = Spool(
            folder: URL(filePath: parts.casebook.journal.path).deletingLastPathComponent().appending(path: "spool").path
        )
        let (casebook, mailbox) = (parts.casebook, parts.mailbox)
        analyst = Analyst(mailbox, spool: spool) { sha256 in
            do throws(JournalError) { return try casebook.record(ofWhole: sha256) } catch {
                mailbox.post(.journal(error))
                return nil
            }
        }
        let patterns = CurrentPatterns(parts.files.configuration.watch.ignore)
        ignoring = patterns
        do throws(SystemError) {
            watch = try FolderWatch { patterns.match($0) }
        } catch {
            logger.say(
                .folderUnwatched,
                "\(error.description) New files are found by scanning alone, every "
                    + "\(parts.files.configuration.watch.pollSeconds) s."
            )
            watch = nil
        }
        loop = try EventLoop(parts.mailbox, watch: watch)
        monitor = Monitor(
            settings: Self.watching(parts.files.configuration, parts.supervisor),
            known: KnownFiles(try casebook.knownFiles()),
            refused: try casebook.refusedFiles(max: Monitor.refusedMax).map { BytePath(text: $0.path) })
        desk = DeviceDesk(parts.files.configuration.usb)
        clock = ClockTrust(believed: Self.believedClock(parts))
    }

    /// Until a signal or a fault ends it. Returns between two transactions.
    func run() -> End {
        loop.start()
        do throws(JournalError) { try takeSpooled() } catch { return .journal(error) }
        watchDevices()
        if let end = handle(.monitor(.tick)) { return end }
        while true {
            for event in mailbox.next() {
                if let end = handle(event) { return end }
            }
            lookAtClock()
            do throws(JournalError) {
                try keepSchedule()
                try keepMetrics()
                keepNote()
                tellPages()
            } catch { return .journal(error) }
        }
    }

    func close() {
        devices?.stop()
        pages.close()
        loop.stop()
        analyst.close()
    }

    private func handle(_ event: ServiceEvent) -> End? {
        switch event {
        case .signal(.hangUp): return reload()
        case .signal(let signal): return .asked(signal)
        case .broken(let reason): return .broken(reason)
        case .journal(let error): return .journal(error)
        case .unwatched(let fault): tellUnwatched(fault)
        case .due: sweeper.hear(.due)
        case .spooled(let source, let outcome):
            do throws(JournalError) { try takeSpooled(source, outcome) } catch { return .journal(error) }
        case .more, .looked: break  // the sweep goes on after this batch
        case .monitor(let event): do throws(JournalError) { try tell(event) } catch { return .journal(error) }
        case .devices(let news): do throws(JournalError) { try handle(news) } catch { return .journal(error) }
        }
        return nil
    }

    func tell(_ event: Event) throws(JournalError) {
        try casebook.journal.checkPlace()
        // Copies that are recorded in one go are one transaction.
        var sightings: [Sighting] = []
        for effect in monitor.handle(event, at: steadyNow()) {
            if case .recordKnown(let source, let stamp, let record) = effect {
                sightings.append(Sighting(source, stamp, of: record))
            } else {
                try sight(&sightings)
                try perform(effect)
            }
        }
        try sight(&sightings)
        switch event {
        case .scanned(let scan):
            lastScans[scan.root] = Date()
            hasScanned = true
            try refreshTables()
            tellSupervisor()
            rest()
        case .readFinished: rest()
        case .tick: if !monitor.silentRoots.isEmpty { tellSupervisor() }
        default: break
        }
    }

    /// Gives memory back where files were read and none is left to read now. Files that are waited for, such as empty
    /// ones, may lie there for ever: they are looked at again after a scan, and then there is rest until the next.
    private func rest() {
        guard hasRead, monitor.isResting else { return }
        IdleMemory.giveBack()
        hasRead = false
    }

    private func perform(_ effect: Effect) throws(JournalError) {
        switch effect {
        case .scan(let root):
            let mailbox = mailbox
            if let medium = monitor.medium(at: root) {
                analyst.scan(medium, configuration, ignoring: ignoring.patterns)
            } else {
                analyst.scan(
                    root, configuration.watch, ignoring: ignoring.patterns, sieve: monitor.sieve(for: root),
                    watch: watch
                ) {
                    mailbox.post(.unwatched($0))
                }
            }
        case .read(let root, let path, let expecting, let seconds):
            hasRead = true
            analyst.read(
                path, below: root, on: monitor.medium(at: root), expecting: expecting, processorSeconds: seconds,
                configuration)
        case .commit(let runs, let source, let stamp): try commit(runs, source, stamp)
        case .recordKnown: break  // `tell` takes them together
        case .recordUnreadable(let path, let stamp, let sha256, let reason): try record(path, stamp, sha256, reason)
        case .recordGone(let path): try recordGone(path)
        case .wake(let at): loop.arm(at: at)
        case .log(let line): log(line)
        case .mediumFound(let medium): try attend(.found(medium))
        case .mediumRead(let medium, let end): try attend(.read(medium, end))
        case .mediumGone(let medium, let end): try attend(.gone(medium, end))
        case .recordPresence(let name, let change): try attend(.presence(name, change))
        }
    }
}
