// From a file to an analysis, off the consumer: reading on the thread of the file's directory, parsing and analysing in
// processes of their own.
internal import Assay
internal import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Linux
internal import Monitoring
internal import USB

/// The threads that answer the monitor's scans and reads.
final class Analyst {
    private let mailbox: Mailbox
    private let spool: Spool
    /// The record that was made from bytes with this digest.
    private let known: @Sendable (String) -> Int64?
    private let examiners = ExaminerPool()
    /// A dead share blocks whoever touches it for ten seconds and more: each watched directory has a thread of its own,
    /// so that it blocks nobody else.
    private var readers: [BytePath: WorkThread] = [:]

    init(_ mailbox: Mailbox, spool: Spool, known: @escaping @Sendable (String) -> Int64?) {
        self.mailbox = mailbox
        self.spool = spool
        self.known = known
    }

    /// - Parameter refused: called once for a directory that inotify cannot watch.
    func scan(
        _ root: BytePath, _ settings: WatchSettings, ignoring: NamePatterns, sieve: ScanSieve, watch: FolderWatch?,
        refused: @escaping @Sendable (SystemError) -> Void
    ) {
        let mailbox = mailbox
        let limits = ScanLimits(depthMax: settings.depthMax, filesMax: settings.filesMax)
        let taken = reader(root).submit {
            let begun = steadyNow()
            var sieve = sieve
            let found = scanFolder(
                root, limits: limits, ignoring: ignoring.match,
                entering: { directory in
                    if case .refused(let fault)? = watch?.add(directory, root: root) { refused(fault) }
                },
                keeping: { sieve.keeps($0, $1) })
            var scan = Scan(root: root, found, took: steadyNow() - begun)
            (scan.likelyLeft, scan.unlikelyLeft) = (sieve.likelyLeft, sieve.unlikelyLeft)
            // The names of a large folder are many small pieces of memory.
            if found.files > Self.filesToTidy { IdleMemory.giveBackHeaps() }
            mailbox.post(.monitor(.scanned(scan)))
        }
        if !taken {
            mailbox.post(.broken("\(root.text): more work waits for the directory's thread than was asked for"))
        }
    }

    func scan(_ medium: Medium, _ configuration: Configuration, ignoring: NamePatterns) {
        let mailbox = mailbox
        let usb = configuration.usb
        let limits = StickLimits(
            folders: usb.folders, suffixes: usb.suffixes, filesMax: usb.filesMax, bytesMax: usb.bytesMax,
            fileBytesMax: configuration.watch.bytesMax,
            depthMax: configuration.watch.depthMax)
        let taken = reader(medium.mount).submit {
            let begun = steadyNow()
            let found = scanStick(medium, limits, ignoring: ignoring.match)
            mailbox.post(.monitor(.scanned(Scan(root: medium.mount, found, took: steadyNow() - begun))))
        }
        if !taken {
            mailbox.post(.broken("\(medium.mount.text): more work waits for the stick's thread than was asked for"))
        }
    }

    /// - Parameters:
    ///   - medium: the stick that holds the file: its bytes are copied into the spool before they are looked at.
    ///   - seconds: processor time for parsing and analysing.
    func read(
        _ path: BytePath, below root: BytePath, on medium: Medium?, expecting: FileStamp,
        processorSeconds seconds: Double, _ configuration: Configuration
    ) {
        let mailbox = mailbox
        let spool = spool
        let examiners = examiners
        let known = known
        let order = ExaminationOrder(configuration)
        @Sendable func answer(_ outcome: ReadOutcome, _ used: Double = 0) {
            mailbox.post(.monitor(.readFinished(path: path, outcome: outcome, processorSeconds: used)))
        }
        let taken = reader(root).submit {
            switch readFile(path, below: root, expecting: expecting, bytesMax: configuration.watch.bytesMax) {
            case .bytes(let data, let sha256, let stamp):
                let source = SourceFile(
                    path: medium?.journalPath(path) ?? path.text, sha256: sha256, size: data.count, stick: medium?.stick
                )
                if let record = known(sha256) { return answer(.known(source, stamp, as: record)) }
                if medium != nil {
                    do throws(SystemError) { try spool.keep(data, of: source) } catch {
                        return answer(.failed("it cannot be copied: \(error.description)"))
                    }
                }
                mailbox.post(.monitor(.bytesArrived(path: path)))
                let isTaken = examiners.submit { examiner in
                    let outcome = examiner.examine(data, order, processorSeconds: seconds).outcome(source, stamp)
                    // What it needed goes back to the system before the next large file begins.
                    if data.count > Monitor.largeBytes { examiner.stop() }
                    answer(outcome, examiner.usedSeconds)
                }
                if !isTaken { answer(.failed("too many files are being read.")) }
            case .changed(let stamp): answer(.changed(stamp))
            case .vanished: answer(.vanished)
            case .tooLarge(let size):
                answer(
                    .unreadable(
                        "The file is larger (\(size >> 20) MB) than one run can be (watch.bytesMax, "
                            + "\(configuration.watch.bytesMax >> 20) MB).",
                        sha256: nil))
            case .failed(let fault): answer(.failed(fault.reason))
            case .digestRefused: answer(.failed("the system's libcrypto gives no SHA-256."))
            }
        }
        if !taken { answer(.failed("too many files are being read.")) }
    }

    /// Examines files of the spool that need long, one after the other and each with ever more processor time.
    func readSpooled(_ files: [String], _ configuration: Configuration) {
        guard !files.isEmpty else { return }
        let (mailbox, spool) = (mailbox, spool)
        let isTaken = examiners.submit { examiner in
            for sha256 in files {
                guard let (bytes, source) = spool.read(sha256, bytesMax: configuration.watch.bytesMax) else { continue }
                var outcome = ReadOutcome.slow(sha256: sha256)
                for seconds in Monitor.spooledLooks(configuration.watch) {
                    guard case .slow = outcome else { break }
                    outcome = examiner.examine(bytes, ExaminationOrder(configuration), processorSeconds: seconds)
                        .outcome(source, .unknown)
                }
                mailbox.post(.spooled(source, outcome))
            }
        }
        if !isTaken { mailbox.post(.broken("more files wait to be examined than were asked for")) }
    }

    /// Ends the threads that do nothing; one that hangs on a dead share ends with the process.
    func close() {
        for thread in readers.values { thread.close() }
        examiners.close()
    }

    private func reader(_ root: BytePath) -> WorkThread {
        if let reader = readers[root] { return reader }
        let reader = WorkThread(name: "cqwatch-read-\(readers.count + 1)", jobsMax: Self.readsMax)
        readers[root] = reader
        return reader
    }
}

extension Analyst {
    /// A scan of more files gives its memory back at once.
    private static let filesToTidy = 10_000
    /// Scans and reads of one directory that wait: more than the monitor has under way at a time.
    private static let readsMax = 64
}

extension Scan {
    fileprivate init(root: BytePath, _ found: FolderScan, took: Duration) {
        let entries = found.entries.map { Entry(path: $0.path, stamp: $0.stamp) }
        self.init(root: root, network: found.network, entries: entries, faults: found.faults, took: took)
        (ignored, ignoredCount) = (found.ignored, found.ignoredCount)
    }
}

extension ExaminationOrder {
    init(_ configuration: Configuration) {
        self.init(settings: configuration.assay, pattern: configuration.samples.naming.pattern)
    }
}

extension Examiner.Outcome {
    /// As the monitor wants to hear it.
    func outcome(_ source: SourceFile, _ stamp: FileStamp) -> ReadOutcome {
        switch self {
        case .answer(.runs(let runs)): .runs(runs, source, stamp)
        case .answer(.incomplete(let reason)): .incomplete(reason, sha256: source.sha256)
        case .answer(.unreadable(let reason)): .unreadable(reason, sha256: source.sha256)
        case .slow: .slow(sha256: source.sha256)
        case .died(let signal):
            .unreadable(
                "The program that reads files broke off on it (signal \(signal)). Please report the file to the "
                    + "makers of cqwatch.",
                sha256: source.sha256)
        case .failed(let reason): .failed(reason)
        }
    }
}
