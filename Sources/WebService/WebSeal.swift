// The secret that forms are sealed with: beside the journal, so that a form outlives the service's rest.
internal import Glibc
internal import Linux
internal import Service
internal import Web

private let keyBytes = 32

/// Reads the secret, or makes it.
func webSeal(beside journal: String) throws -> FormSeal {
    let path = journal + ".web"
    if case .success(let known) = key(in: path) { return FormSeal(key: known) }
    let text = chanceText() + chanceText()
    do throws(WholeFile.Failure) {
        try WholeFile.replace(path, by: "\(path).\(getpid()).new", in: AT_FDCWD, with: text + "\n", mode: 0o600)
    } catch {
        throw StartRefused("\(path): the secret of the forms cannot be written: \(error.reason)")
    }
    // Another process may have made one in the same moment: what stands there holds.
    switch key(in: path) {
    case .success(let made): return FormSeal(key: made)
    case .failure(let fault): throw StartRefused("\(path): the secret of the forms \(fault)")
    }
}

private struct NoKey: Error, CustomStringConvertible { let description: String }

/// A link is followed nowhere: the file is the service's own.
private func key(in path: String) -> Result<[UInt8], NoKey> {
    let bytes: [UInt8]
    do throws(PrivateFile.Refused) {
        bytes = try PrivateFile.firstBytes(of: path, max: keyBytes * 2 + 2, followsLink: false)
    } catch { return .failure(NoKey(description: error.description)) }
    let text = String(decoding: bytes.dropLast(), as: UTF8.self)
    let key = stride(from: 0, to: text.utf8.count, by: 2).compactMap {
        UInt8(text.dropFirst($0).prefix(2), radix: 16)
    }
    guard bytes.last == 10, bytes.count == keyBytes * 2 + 1, key.count == keyBytes else {
        return .failure(NoKey(description: "is not what was written"))
    }
    return .success(key)
}
