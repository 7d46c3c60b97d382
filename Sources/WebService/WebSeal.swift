// The secret that forms are sealed with: beside the journal, so that a form outlives the service's rest.
internal import Foundation
internal import Glibc
internal import Service
internal import Web

private let keyBytes = 32

/// Reads the secret, or makes it.
func webSeal(beside journal: String) throws -> FormSeal {
    let path = journal + ".web"
    if let known = key(in: path) { return FormSeal(key: known) }
    let text = chanceText() + chanceText()
    do throws(WholeFile.Failure) {
        try WholeFile.replace(path, by: "\(path).\(getpid()).new", in: AT_FDCWD, with: text + "\n", mode: 0o600)
    } catch {
        throw StartRefused("\(path): the secret of the forms cannot be written: \(error.reason)")
    }
    // Another process may have made one in the same moment: what stands there holds.
    guard let made = key(in: path) else {
        throw StartRefused("\(path): the secret of the forms cannot be read")
    }
    return FormSeal(key: made)
}

/// Nil where the file is missing, is a link, can be read by others, or holds something else.
private func key(in path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var about = stat()
    guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG, about.st_mode & 0o077 == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: keyBytes * 2 + 1)
    guard read(file, &bytes, bytes.count) == bytes.count, bytes.removeLast() == 10 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let halves = stride(from: 0, to: text.utf8.count, by: 2).compactMap {
        UInt8(text.dropFirst($0).prefix(2), radix: 16)
    }
    return halves.count == keyBytes ? halves : nil
}
