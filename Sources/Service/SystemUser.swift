// The account that a command runs as: it stands in every record of a person's act.
internal import Glibc

/// The login name of the process's real user; its number where the system has no name for it.
public func systemUser() -> String {
    let id = getuid()
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
        return "uid \(id)"
    }
    return String(cString: name)
}
