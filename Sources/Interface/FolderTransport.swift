// Messages as files for an interface engine that reads a folder: written under a hidden name, then renamed, so that
// nobody sees a part of one. The names sort as the messages came.
internal import Foundation
internal import Glibc
internal import Hospital
internal import Linux

final class FolderTransport: Transport {
    private let settings: FolderSettings
    private let site: String

    init(_ settings: FolderSettings, site: String) {
        self.settings = settings
        self.site = site
    }

    func hangUp() {}

    func send(_ message: Data, of event: HospitalEvent) -> Verdict {
        let order = MessageNumber(event.cause).text(site: site), own = event.number.text(site: site)
        let name = "\(order)_\(own).\(settings.format == .hl7 ? "hl7" : "json")"
        do throws(SystemError) {
            try write(message, name)
            return .accepted(name)
        } catch { return .again(error.description) }
    }

    private func write(_ message: Data, _ name: String) throws(SystemError) {
        let path = settings.path
        let folder = try Descriptor("open", path) { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        let part = ".\(name).part"
        // What a crash left there; a pipe or a link is not written into.
        unlinkat(folder.number, part, 0)
        let file = try Descriptor("write", "\(path)/\(part)") {
            openat(folder.number, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        }
        var rest = message
        while !rest.isEmpty {
            let count = try systemCall("write", "\(path)/\(part)") {
                rest.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
        _ = try systemCall("write", "\(path)/\(part)") { fsync(file.number) }
        _ = try systemCall("write", "\(path)/\(name)") { renameat(folder.number, part, folder.number, name) }
        _ = try systemCall("write", path) { fsync(folder.number) }
    }
}
