// /proc/self/mountinfo (proc(5)): which sticks are mounted. Bytes in, values out.
internal import Files

struct Mount: Hashable, Sendable {
    let folder: BytePath
    /// Major and minor number of what is mounted, "8:17".
    let number: String

    /// Longest table that is read.
    static let tableBytesMax = 16 << 20

    /// The mounts whose folders lie directly in `parent`. Of several on one folder the last hides the others.
    static func directlyBelow(_ parent: BytePath, in table: [UInt8]) -> [Mount] {
        var mounts: [BytePath: Mount] = [:]
        for line in table.split(separator: UInt8(ascii: "\n")) {
            // Mount, parent, major:minor, root, folder, and more.
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            guard fields.count == 6 else { continue }
            let folder = unescaped(fields[4])
            guard let slash = folder.lastIndex(of: UInt8(ascii: "/")), folder[..<slash].elementsEqual(parent.bytes),
                slash + 1 < folder.count
            else { continue }
            let path = BytePath(bytes: folder)
            mounts[path] = Mount(folder: path, number: String(decoding: fields[2], as: UTF8.self))
        }
        return mounts.values.sorted { $0.folder < $1.folder }
    }

    /// The kernel writes blank, tab, line break and backslash as a backslash and three octal digits.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
