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

    private static let readMax = 4096

    /// The text of a small file; nil where there is none.
    func read(_ name: String) throws(Failure) -> String? {
        let folder = try opened()
        defer { close(folder) }
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            guard errno == ENOENT else { throw failure("\(name) cannot be read", String(cString: strerror(errno))) }
            return nil
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.readMax)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw failure("\(name) cannot be read", String(cString: strerror(errno))) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func opened() throws(Failure) -> Int32 {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (refusesLink ? O_NOFOLLOW : 0))
        guard folder >= 0 else {
            // What is refused as a link may look like no folder to the system.
            let isLink = refusesLink && (errno == ELOOP || errno == ENOTDIR)
            throw failure(
                "the folder cannot be opened",
                isLink ? "it is no folder, or a link to elsewhere" : String(cString: strerror(errno)))
        }
        return folder
    }

    /// - Parameter name: without a slash.
    public func write(_ text: String, as name: String) throws(Failure) {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw Failure(sentence: "\(name) is no name of a page")
        }
        let folder = try opened()
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
