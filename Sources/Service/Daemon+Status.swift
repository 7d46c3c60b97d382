// What systemd and the log are told of how it goes.
internal import Assay
internal import Configuration
internal import Foundation
internal import Intake
internal import Journal
internal import Log
internal import Monitoring

extension Daemon {
    /// Ready once every directory has been scanned or is known not to answer; alive only where scans really end.
    func tellSupervisor() {
        guard monitor.surveyed else { return }
        lock.write(note: DaemonPulse.note(pulse))
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
        for name in sticks.keys.sorted() { parts.append("\(name) is \(sticks[name]?.isRead == true ? "safe to pull" : "being read")") }
        parts.append("\(counted(runsTaken, "run")) taken since the start")
        return parts.joined(separator: "; ") + "."
    }

    /// Once for each kind of refusal.
    func tellUnwatched(_ fault: SystemFault) {
        guard refusals.insert(fault.code).inserted else { return }
        let hint = fault.isOutOfWatches ? " Raise fs.inotify.max_user_watches." : ""
        logger.say(
            .folderUnwatched, "\(fault.description)\(hint) New files there are found by scanning alone, every \(configuration.watch.pollSeconds) s.",
            [.folder: [fault.subject.text]])
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

func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
