// What systemd and the log are told of how it goes.
internal import Casebook
internal import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Journal
internal import Linux
internal import Log
internal import Monitoring
internal import Text

extension Daemon {
    /// Ready once every directory has been scanned or is known not to answer; alive only where scans really end.
    func tellSupervisor() {
        guard monitor.surveyed else { return }
        writeNote()
        if !isReady {
            isReady = true
            supervisor.ready(statusSentence)
            logger.say(.started, statusSentence)
        } else {
            supervisor.status(statusSentence)
        }
        // The oldest scan that still counts: one poll, and the time a directory may take before it counts as silent.
        let poll = Duration.seconds(configuration.watch.pollSeconds)
        if monitor.surveyed(since: steadyNow() - poll * 2 - Monitor.silentAfter) { supervisor.alive() }
    }

    /// To name the oldest files on their way each is looked at: while there are more than so many, not at each commit
    /// but so often.
    private static let filesAtOnceMax = 1000
    private static let filesEvery = Duration.seconds(1)

    private func nameFiles() -> (files: [DaemonPulse.File], count: Int) {
        let (steady, wall) = (steadyNow(), Date())
        if let named, monitor.pending > Self.filesAtOnceMax, steady - named.at < Self.filesEvery {
            return (named.files, named.count)
        }
        let (files, count) = monitor.standings(max: DaemonPulse.filesMax)
        let told = files.map { file in
            DaemonPulse.File(
                path: file.path.text, state: file.state.rawValue,
                reason: String(file.reason.prefix(DaemonPulse.reasonMax)),
                since: file.since.map { wall.addingTimeInterval(($0 - steady) / .seconds(1)) },
                holdsBack: file.holdsBack)
        }
        named = (told, count, steady)
        return (told, count)
    }

    private func note() -> DaemonPulse.Note {
        let (files, count) = nameFiles()
        return DaemonPulse.Note(
            folders: pulse, files: files, filesCount: count, heldBack: heldBack, clockBelieved: clock.believed,
            pagesProblem: pages.problem, head: notedHead)
    }

    /// Why the rules on absent results wait, or what they do not see.
    var heldBack: [String] {
        let waiting: String? =
            switch monitor.absence {
            case .clear: nil
            case .waiting:
                "The rules on absent results wait, at most \(minutes(configuration.watch.absenceWaitSeconds)), until "
                    + "what lies in the folders has been read (`cqwatch files`)."
            case .blind(let unseen): Self.blindSentence(unseen, configuration.watch.absenceWaitSeconds)
            }
        return [waiting, clockSentence].compactMap(\.self)
    }

    /// For the log and for the alerts that are raised nevertheless.
    static func blindSentence(_ unseen: [BytePath], _ wait: Double) -> String {
        "Not seen for more than \(minutes(wait)), so what is missing may lie there: "
            + "\(unseen.map(\.text).joined(separator: ", "))."
    }

    /// After each batch of events: where the journal has grown, its new head is noted beside it.
    func keepNote() {
        if monitor.surveyed, let newest = casebook.journal.newestWritten, newest != notedHead { writeNote() }
    }

    /// After each batch of events: why pages are not written, once, and that they are again.
    func tellPages() {
        let problem = pages.problem
        guard problem != toldPagesProblem else { return }
        toldPagesProblem = problem
        if let problem {
            logger.say(.pagesFailed, "Pages are not written: \(problem). All else goes on.")
        } else {
            logger.say(.pagesWritten, "Pages are written again.")
        }
        writeNote()
    }

    private func writeNote() {
        notedHead = casebook.journal.newestWritten ?? notedHead
        pages.poke()
        lock.write(note: DaemonPulse.bytes(note()))
    }

    var pulse: [DaemonPulse.Folder] {
        configuration.watch.directories.map { directory in
            let path = BytePath(directory.path)
            return .init(path: directory.path, lastScan: lastScans[path], problem: monitor.problem(of: path))
        }
    }

    var statusSentence: String {
        let silent = monitor.silentRoots.map(\.text), faulty = monitor.faultyRoots.map(\.text)
        let scan = lastScans.values.max().map { "last scan \($0.formatted(.iso8601))" } ?? "no scan yet"
        var parts = ["Watching \(configuration.watch.directories.map(\.path).joined(separator: ", "))", scan]
        if !silent.isEmpty { parts.append("no answer from \(silent.joined(separator: ", "))") }
        if !faulty.isEmpty { parts.append("trouble in \(faulty.joined(separator: ", "))") }
        if monitor.pending > 0 { parts.append("\(counted(monitor.pending, "file")) settling or being read") }
        if clock.doubt != nil { parts.append("the clock is doubted, so the rules on absent results wait") }
        if case .blind(let unseen) = monitor.absence {
            parts.append("not seen for long: \(unseen.map(\.text).joined(separator: ", "))")
        }
        parts += desk.standings
        parts.append("\(counted(runsTaken, "run")) taken since the start")
        return parts.joined(separator: "; ") + "."
    }

    /// Once for each kind of refusal.
    func tellUnwatched(_ fault: SystemError) {
        guard refusals.insert(fault.code).inserted else { return }
        let hint = fault.isOutOfWatches ? " Raise fs.inotify.max_user_watches." : ""
        logger.say(
            .folderUnwatched,
            "\(fault.description)\(hint) New files there are found by scanning alone, every "
                + "\(configuration.watch.pollSeconds) s.",
            [.folder: [fault.subject]])
    }

    func log(_ line: LogLine) {
        let (kind, field): (LogKind, LogField) =
            switch line.kind {
            case .folderSilent: (.folderSilent, .folder)
            case .folderAnswers: (.folderAnswers, .folder)
            case .folderFault: (.folderFault, .folder)
            case .folderWhole: (.folderWhole, .folder)
            case .fileWaiting: (.fileWaiting, .file)
            case .fileIncomplete: (.fileIncomplete, .file)
            case .fileGone: (.fileGone, .file)
            }
        logger.say(kind, line.text, [field: [line.path.text]])
    }
}

private func minutes(_ seconds: Double) -> String { seconds < 120 ? "\(Int(seconds)) s" : "\(Int(seconds / 60)) min" }
