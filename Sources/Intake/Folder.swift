// Directories: opened step by step below a watched one, so that no link leads out of it, and listed as bytes.
internal import CLinux
internal import Files
internal import Glibc
internal import Linux

/// Opens something at or below `root`. Of all components only `root` itself may be, or lead through, a link.
func openBelow(_ root: BytePath, _ path: BytePath, directory: Bool) throws(SystemError) -> OpenFile {
    guard path.bytes.starts(with: root.bytes) else { throw SystemError(action: "open", subject: path, code: EXDEV) }
    let components = path.bytes.dropFirst(root.bytes.count).split(separator: UInt8(ascii: "/"))
    var folder = try OpenFile(root, directory: directory || !components.isEmpty, followingLinks: true)
    for (index, component) in components.enumerated() {
        if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
            throw SystemError(action: "open", subject: path, code: EXDEV)
        }
        folder = try OpenFile(
            BytePath(bytes: Array(component)), in: folder, directory: directory || index < components.count - 1)
    }
    return folder
}

/// The names in a directory, at most `max`, in no order.
func names(in folder: borrowing OpenFile, max: Int) throws(SystemError) -> [BytePath] {
    let descriptor = folder.descriptor
    // The stream closes the descriptor that it is given.
    let copy = try systemCall("list", folder.path) { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
    guard let stream = fdopendir(copy) else {
        let code = errno
        close(copy)
        throw SystemError(action: "list", subject: folder.path, code: code)
    }
    defer { closedir(stream) }
    var names: [BytePath] = []
    while names.count < max {
        errno = 0
        guard let entry = readdir(stream) else {
            let code = errno
            if code == 0 { break }
            if code == EINTR { continue }
            throw SystemError(action: "list", subject: folder.path, code: code)
        }
        let length = Int(entry.pointee.d_reclen) - (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
            Array($0.prefix(Swift.max(0, length)).prefix { $0 != 0 })
        }
        if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8), !name.isEmpty {
            names.append(BytePath(bytes: name))
        }
    }
    return names
}

/// Whether the files lie on another machine, or may: FUSE does not say.
func isNetwork(_ folder: borrowing OpenFile) throws(SystemError) -> Bool {
    let descriptor = folder.descriptor
    let magic = try systemCall("examine", folder.path) { clinux_file_system_magic(descriptor) }
    return networkFileSystems.contains(magic)
}

/// Magic numbers from the kernel's `linux/magic.h` and statfs(2): CIFS, SMB2, SMB, NFS, FUSE, 9P, AFS, Coda, Ceph, NCP.
private let networkFileSystems: Set<Int64> = [
    0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x6969, 0x6573_5546, 0x0102_1997, 0x5346_414F, 0x7375_7245, 0x00C3_6400, 0x564C,
]
