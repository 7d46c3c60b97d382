public import Foundation
internal import Text

/// `files --json`: what lies in the watched folders and is no journaled run.
public struct FilesDocument: Codable, Hashable, Sendable {
    public struct File: Codable, Hashable, Sendable {
        public var path: String
        /// waiting, incomplete, refused or ignored.
        public var state: String
        /// A sentence.
        public var reason: String
        /// UTC; null where it is not known.
        @OrNull public var since: String?
        /// The rules on absent results wait for it.
        public var holdsBack: Bool

        enum CodingKeys: String, CodingKey {
            case path, state, reason, since
            case holdsBack = "holds_back"
        }

        public init(path: String, state: String, reason: String, since: String?, holdsBack: Bool) {
            self.path = path
            self.state = state
            self.reason = reason
            _since = OrNull(wrappedValue: since)
            self.holdsBack = holdsBack
        }
    }

    public var schema = documentSchema
    /// A daemon holds the journal; without one only refused files are known.
    public var running: Bool
    public var files: [File]
    /// Files that are not listed, being too many.
    public var more: Int

    public init(running: Bool, files: [File], more: Int) {
        self.running = running
        self.files = files
        self.more = more
    }
}

/// The same for people.
public func filesText(
    _ document: FilesDocument, zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    var lines = document.files.map { file in
        let ink: Ink = file.state == "refused" ? .red : file.state == "ignored" ? .green : .yellow
        let state = ink.applied(file.state, colour: colour)
        let says =
            "\(bounded(file.path))\(file.since.map { ", since \(localTime($0, in: zone))" } ?? ""): "
            + bounded(file.reason)
        return "\(state)  \(folded(says, indent: file.state.count + 2, width: width))"
    }
    if document.more > 0 { lines.append("and \(document.more) more") }
    if !document.running {
        lines.append(
            folded("No daemon runs: what waits or is passed over is not known.", indent: 0, width: width))
    }
    if lines.isEmpty { lines.append("No file waits, is incomplete, refused or ignored.") }
    return lines.map { $0 + "\n" }.joined()
}

/// A text of a file as a line may hold it.
private func bounded(_ text: String) -> String { terminalSafe(text, max: 400) }
