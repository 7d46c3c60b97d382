// A hook runs with the service's rights: whoever can write its file can act as the service. So a file that the
// service's own user could write is not run.
internal import Glibc

/// Who the service is, for permissions.
struct ServiceUser {
    let user: UInt32
    let groups: Set<UInt32>

    static var current: ServiceUser {
        let count = getgroups(0, nil)
        var groups = [gid_t](repeating: 0, count: max(0, Int(count)))
        let filled = getgroups(count, &groups)
        return ServiceUser(user: geteuid(), groups: Set(groups.prefix(max(0, Int(filled)))).union([getegid()]))
    }
}

/// Why this process would not run the hook at `path`, as a sentence; nil where it would. Links are followed.
public func hookRefusal(path: String) -> String? { hookRefusal(path: path, user: .current) }

func hookRefusal(path: String, user: ServiceUser) -> String? {
    guard path.hasPrefix("/") else { return "\(path) is no whole path" }
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) cannot be found: \(String(cString: strerror(errno)))" }
    guard status.st_mode & S_IFMT == S_IFREG else { return "\(path) is no file" }
    if let writer = writer(mode: status.st_mode, owner: status.st_uid, group: status.st_gid, user: user) {
        return
            "\(path) is refused: it can be written by \(writer), so by the service itself; chmod go-w it and let "
            + "another user own it"
    }
    guard access(path, X_OK) == 0 else { return "\(path) cannot be executed: chmod +x it" }
    return nil
}

/// Through which of its permissions the service's user could write a file. Root can write everything, so for root only
/// what others may write counts.
func writer(mode: UInt32, owner: UInt32, group: UInt32, user: ServiceUser) -> String? {
    if mode & 0o002 != 0 { return "everybody" }
    if mode & 0o020 != 0, user.user == 0 || user.groups.contains(group) { return "its group" }
    if mode & 0o200 != 0, user.user != 0, owner == user.user { return "its owner" }
    return nil
}
