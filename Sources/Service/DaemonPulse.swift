// What others see of a daemon without asking it: that it runs, and when it last looked into each folder. It stands in the lock's file.
internal import Delivery
public import Foundation
internal import Journal

public struct DaemonPulse: Sendable {
    public struct Folder: Codable, Hashable, Sendable {
        public let path: String
        /// When its last scan ended; nil where none has yet.
        public let lastScan: Date?
        /// Why it cannot be watched, or not whole; nil where it can.
        public let problem: String?
    }

    /// A process holds the daemon's lock.
    public let isRunning: Bool
    /// As the daemon that runs, or the last that ran, saw them.
    public let folders: [Folder]

    public init(journal path: String) {
        let (isHeld, note) = JournalLock.look(.daemon, journal: path)
        isRunning = isHeld
        // A note that is being replaced in this instant, or an older version's empty one, says nothing.
        folders = (try? JSONDecoder().decode([Folder].self, from: Data(note))) ?? []
    }

    static func note(_ folders: [Folder]) -> [UInt8] { (try? JSONEncoder().encode(folders)).map { Array($0) } ?? [] }
}

/// Asks the daemon's lock file how the watcher is.
func watcherPulse(journal path: String) -> @Sendable () -> Pulse {
    {
        let pulse = DaemonPulse(journal: path)
        let troubles = pulse.folders.compactMap { folder in folder.problem.map { "\(folder.path): \($0)" } }
        return Pulse(isRunning: pulse.isRunning, lastScan: pulse.folders.compactMap(\.lastScan).max(), troubles: troubles)
    }
}
