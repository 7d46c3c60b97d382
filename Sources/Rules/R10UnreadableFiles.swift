// Files that cannot be read as runs: one finding a folder, which counts them, so that a program that fills a watched
// folder raises one alert and not thousands.
import Assay
import Text

/// A file that cannot be read, and why.
public struct UnreadableFile: Hashable, Sendable {
    public var path: String
    public var reason: String
    public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

    /// The folder that holds a file; "." for a bare name.
    public static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// After files of a folder were told of, further ones are told of together, once so much time has passed, seconds.
public let unreadableFilesPause = 900.0

/// What all findings on one folder's files are about.
public func unreadableFilesSubject(folder: String) -> String { subjectStart + shown(folder, max: 300) }

/// How an earlier version named the finding on one file.
public func unreadableFileSubject(_ path: String) -> String { "file \(shown(path, max: 300))" }

extension Finding {
    /// It counts the files of a folder that cannot be read.
    public var countsFiles: Bool { rule == RuleDescription.laboratoryID && subject.hasPrefix(subjectStart) }
}

private func unstopped(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

private let subjectStart = "unreadable files in "
private let namedMax = 8

/// - Parameter files: of one folder, those that came last first.
public func unreadableFinding(_ files: [UnreadableFile], in folder: String) -> Finding {
    let text: String
    let headline: String
    if let only = files.first, files.count == 1 {
        headline = "the file \(name(only)) cannot be read"
        text = "File \(shown(only.path, max: 300)) cannot be read: \(asSentence(shown(only.reason, max: 500)))"
    } else {
        let named = files.map { file in
            "\(name(file)) (\(unstopped(shown(file.reason, max: 200))))"
        }
        headline = "\(files.count) files cannot be read"
        text =
            "\(files.count) files in \(shown(folder, max: 300)) cannot be read, the latest first: "
            + "\(stopped(plainList(named, max: namedMax)))"
    }
    return laboratory(
        .unreadableFiles, subject: unreadableFilesSubject(folder: folder), run: nil, headline: headline, text: text)
}

private func name(_ file: UnreadableFile) -> String {
    shown(file.path.split(separator: "/").last.map(String.init) ?? file.path, max: 120)
}

extension RuleDescription {
    static let unreadableFiles = RuleDescription.ofLaboratory(
        "unreadable files",
        fires:
            "files of a folder cannot be read as runs; further ones are told of together, after a quarter of an hour",
        advice:
            "Copy or export the run again; if the file is no run, move it out of the watched folder. It is "
            + "looked at anew as soon as it changes.",
        evidence: "a run that is not read raises nothing else")
}
