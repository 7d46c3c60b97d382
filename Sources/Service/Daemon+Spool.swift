// The spool: what was copied off sticks before a crash.
internal import Casebook
internal import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Journal
internal import Laboratory
internal import Linux
internal import Log
internal import Logging
internal import Monitoring
internal import Rules
internal import Text

extension Daemon {
    /// Files that an earlier process copied off sticks and did not get to journal.
    func takeSpooled() throws(JournalError) {
        let left: [String]
        do throws(SystemError) { left = try spool.left() } catch {
            logger.say(.stickSpoolFault, error.description)
            return
        }
        let examiner = Examiner()
        let firstLook = Monitor.spooledLooks(configuration.watch).first ?? 0
        var slow: [String] = []
        for sha256 in left {
            guard let (bytes, source) = spool.read(sha256, bytesMax: configuration.watch.bytesMax) else {
                logger.say(
                    .stickSpoolFault,
                    "\(spool.folder.text)/\(sha256) is damaged and is not taken. Plug the stick in again.")
                drop(sha256)
                continue
            }
            let outcome = examiner.examine(bytes, ExaminationOrder(configuration), processorSeconds: firstLook).outcome(
                source, .unknown)
            // The start waits for no file that takes long.
            if case .slow = outcome { slow.append(sha256) } else { try takeSpooled(source, outcome) }
        }
        analyst.readSpooled(slow, configuration)
    }

    func takeSpooled(_ source: SourceFile, _ outcome: ReadOutcome) throws(JournalError) {
        switch outcome {
        case .runs(let runs, _, _): try commit(runs, source, .unknown)
        case .incomplete(let reason, _), .unreadable(let reason, _):
            try record(source.path, .unknown, source.sha256, reason, on: source.stick)
        case .slow:
            let seconds = Monitor.spooledLooks(configuration.watch).last ?? 0
            try record(
                source.path, .unknown, source.sha256, Monitor.slowReason(seconds, plate: monitor.plateSeconds),
                on: source.stick)
        case .failed(let reason): logger.say(.stickSpoolFault, "\(source.path) waits in the spool: \(reason)")
        case .known, .changed, .vanished: break
        }
    }

    /// A file of the spool has come to its end.
    func drop(_ sha256: String) {
        do throws(SystemError) { try spool.drop(sha256) } catch { logger.say(.stickSpoolFault, error.description) }
    }
}
