// What others see of a daemon without asking it: that it runs, and when it last looked into each folder. It stands in
// the lock's file.
internal import Dispatching
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

    /// A file that is on its way or passed over, and why.
    public struct File: Codable, Hashable, Sendable {
        public let path: String
        /// waiting, incomplete, refused or ignored.
        public let state: String
        public let reason: String
        /// Nil for an ignored one.
        public let since: Date?
        /// The rules on absent results wait for it.
        public let holdsBack: Bool
    }

    /// What the daemon writes.
    struct Note: Codable {
        var folders: [Folder] = []
        var files: [File] = []
        var filesCount = 0
        var heldBack: [String] = []
        var clockBelieved: Date?
        var pagesProblem: String?
        /// The newest record that it wrote.
        var head: Head?
    }

    /// Named in the note; of more only the number is told.
    static let filesMax = 200
    static let reasonMax = 300

    /// A process holds the daemon's lock.
    public let isRunning: Bool
    private let note: Note
    /// As the daemon that runs, or the last that ran, saw them.
    public var folders: [Folder] { note.folders }
    /// Files on their way and passed over, at most `filesMax`, and how many there are in all.
    public var files: [File] { note.files }
    public var filesCount: Int { note.filesCount }
    /// Why the rules on absent results wait, or what they could not see, a sentence each.
    public var heldBack: [String] { note.heldBack }
    /// What the clock read when it was last believed.
    public var clockBelieved: Date? { note.clockBelieved }

    /// Why pages are not written; nil where they are, or where none are asked for.
    public var pagesProblem: String? { note.pagesProblem }

    /// The newest record that it wrote; nil where it noted none.
    var head: Head? { note.head }

    public init(journal path: String) {
        let (isHeld, bytes) = JournalLock.look(.daemon, journal: path)
        isRunning = isHeld
        // A note that is being replaced in this instant, or another version's, says nothing.
        note = (try? JSONDecoder().decode(Note.self, from: Data(bytes))) ?? Note()
    }

    static func bytes(_ note: Note) -> [UInt8] { (try? JSONEncoder().encode(note)).map { Array($0) } ?? [] }
}

/// Asks the daemon's lock file how the watcher is.
func watcherPulse(journal path: String) -> @Sendable () -> Pulse {
    {
        let pulse = DaemonPulse(journal: path)
        let troubles = pulse.folders.compactMap { folder in folder.problem.map { "\(folder.path): \($0)" } }
        return Pulse(
            isRunning: pulse.isRunning, lastScan: pulse.folders.compactMap(\.lastScan).max(), troubles: troubles)
    }
}
