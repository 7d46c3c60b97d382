internal import Foundation
internal import Glibc

/// A folder that pages are written into. A page appears whole or not at all. Calls block.
public struct PageFolder: Sendable {
    public let path: String
    /// Refuse a folder that is a symbolic link: a service's folder leads nowhere else.
    public let refusesLink: Bool

    public struct Failure: Error {
        public let sentence: String
    }

    public init(_ path: String, refusesLink: Bool) {
        self.path = path
        self.refusesLink = refusesLink
    }

    /// Owner and group may read it, nobody else: pages hold study codes.
    private static let mode: mode_t = 0o640

    /// - Parameter name: without a slash.
    public func write(_ text: String, as name: String) throws(Failure) {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw Failure(sentence: "\(name) is no name of a page")
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (refusesLink ? O_NOFOLLOW : 0))
        guard folder >= 0 else { throw failure("the folder cannot be opened", String(cString: strerror(errno))) }
        defer { close(folder) }
        do throws(WholeFile.Failure) {
            try WholeFile.replace(name, by: ".\(name).\(getpid()).new", in: folder, with: text, mode: Self.mode)
        } catch {
            let what = if case .making = error { "made" } else { "written" }
            throw failure("\(name) cannot be \(what)", error.reason)
        }
    }

    private func failure(_ what: String, _ reason: String) -> Failure {
        Failure(sentence: "\(path): \(what): \(reason)")
    }
}
