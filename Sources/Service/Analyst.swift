// From a file to an analysis, off the consumer: reading on the thread of the file's directory, parsing and analysing on workers.
internal import Assay
internal import Configuration
internal import Foundation
internal import Intake
internal import Monitoring
internal import Quantification
internal import RunFormats

/// The threads that answer the monitor's scans and reads.
final class Analyst {
    /// Workers that parse and analyse; the monitor's limit of reads under way bounds what waits for them.
    static let workersMax = 2

    private let mailbox: Mailbox
    private let spool: Spool
    private let workers: [ReaderThread]
    private var readers: [BytePath: ReaderThread] = [:]
    private var turn = 0

    init(_ mailbox: Mailbox, spool: Spool) {
        self.mailbox = mailbox
        self.spool = spool
        let count = max(1, min(Self.workersMax, ProcessInfo.processInfo.activeProcessorCount))
        workers = (1...count).map { ReaderThread(name: "cqwatch-work-\($0)") }
    }

    /// - Parameter refused: called once for a directory that inotify cannot watch.
    func scan(_ root: BytePath, _ settings: WatchSettings, ignoring: NamePatterns, watch: FolderWatch?, refused: @escaping @Sendable (SystemFault) -> Void) {
        let mailbox = mailbox
        let limits = ScanLimits(depthMax: settings.depthMax, filesMax: settings.filesMax)
        let taken = reader(root).submit {
            let begun = steadyNow()
            let found = scanFolder(root, limits: limits, ignoring: ignoring.match) { directory in
                if case .refused(let fault)? = watch?.add(directory, root: root) { refused(fault) }
            }
            let entries = found.entries.map { Scan.Entry(path: $0.path, stamp: $0.stamp) }
            mailbox.post(.monitor(.scanned(Scan(root: root, network: found.network, entries: entries, faults: found.faults, took: steadyNow() - begun))))
        }
        if !taken { mailbox.post(.broken("\(root.text): more work waits for the directory's thread than was asked for")) }
    }

    func scan(_ medium: Medium, _ configuration: Configuration, ignoring: NamePatterns) {
        let mailbox = mailbox
        let usb = configuration.usb
        let limits = StickLimits(
            folders: usb.folders, suffixes: usb.suffixes, filesMax: usb.filesMax, bytesMax: usb.bytesMax, fileBytesMax: configuration.watch.bytesMax,
            depthMax: configuration.watch.depthMax)
        let taken = reader(medium.mount).submit {
            let begun = steadyNow()
            let found = scanStick(medium, limits, ignoring: ignoring.match)
            let entries = found.entries.map { Scan.Entry(path: $0.path, stamp: $0.stamp) }
            mailbox.post(.monitor(.scanned(Scan(root: medium.mount, network: false, entries: entries, faults: found.faults, took: steadyNow() - begun))))
        }
        if !taken { mailbox.post(.broken("\(medium.mount.text): more work waits for the stick's thread than was asked for")) }
    }

    /// - Parameter medium: the stick that holds the file: its bytes are copied into the spool before they are looked at.
    func read(_ path: BytePath, below root: BytePath, on medium: Medium?, expecting: FileStamp, _ configuration: Configuration) {
        let mailbox = mailbox
        let spool = spool
        turn += 1
        let worker = workers[turn % workers.count]
        @Sendable func answer(_ outcome: ReadOutcome) { mailbox.post(.monitor(.readFinished(path: path, outcome: outcome))) }
        let taken = reader(root).submit {
            switch readFile(path, below: root, expecting: expecting, bytesMax: configuration.watch.bytesMax) {
            case .bytes(let data, let sha256, let stamp):
                let source = SourceFile(path: medium?.journalPath(path) ?? path.text, sha256: sha256, size: data.count, stick: medium?.stick)
                if medium != nil {
                    do throws(SystemFault) { try spool.keep(data, of: source) } catch { return answer(.failed("it cannot be copied: \(error.description)")) }
                }
                if !worker.submit({ answer(examine(data, source, stamp, configuration)) }) { answer(.failed("too many files are being analysed.")) }
            case .changed(let stamp): answer(.changed(stamp))
            case .vanished: answer(.vanished)
            case .tooLarge(let size):
                answer(.unreadable("The file is larger (\(size >> 20) MB) than one run can be (watch.bytesMax, \(configuration.watch.bytesMax >> 20) MB).", sha256: nil))
            case .failed(let fault): answer(.failed(fault.reason))
            case .digestRefused: answer(.failed("the system's libcrypto gives no SHA-256."))
            }
        }
        if !taken { answer(.failed("too many files are being read.")) }
    }

    /// Ends the threads that do nothing; one that hangs on a dead share ends with the process.
    func close() {
        for thread in workers + readers.values { thread.close() }
    }

    private func reader(_ root: BytePath) -> ReaderThread {
        if let reader = readers[root] { return reader }
        let reader = ReaderThread(name: "cqwatch-read-\(readers.count + 1)")
        readers[root] = reader
        return reader
    }
}

/// Bytes to analyses, or why not. A run that lacks something is not taken: the rest may still be arriving.
func examine(_ data: Data, _ source: SourceFile, _ stamp: FileStamp, _ configuration: Configuration) -> ReadOutcome {
    do throws(ReadFailure) {
        let runs = try readRuns(data)
        if let lack = runs.lazy.compactMap(\.incomplete).first { return .incomplete(lack, sha256: source.sha256) }
        return .runs(runs.map { analyse($0, settings: configuration.assay, naming: configuration.samples.naming) }, source, stamp)
    } catch {
        switch error {
        case .incomplete(let reason): return .incomplete(reason, sha256: source.sha256)
        case .unreadable(let reason): return .unreadable(reason, sha256: source.sha256)
        }
    }
}
