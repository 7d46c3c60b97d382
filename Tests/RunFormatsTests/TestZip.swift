// Zips for these tests, written by libzip; what libzip would never write is patched in afterwards.
import CZip
import Foundation

enum TestZip {
    static func archive(_ members: [(name: String, bytes: Data)], password: String? = nil) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appending(path: "runformats-\(UUID().uuidString).zip")
        defer { try? FileManager.default.removeItem(at: file) }
        var code: Int32 = 0
        guard let handle = zip_open(file.path, Int32(ZIP_CREATE | ZIP_EXCL), &code) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let kept = members.map { NSData(data: $0.bytes) }
        for (member, bytes) in zip(members, kept) {
            let source = zip_source_buffer(handle, bytes.bytes, UInt64(bytes.length), 0)
            let index = zip_file_add(handle, member.name, source, 0)
            guard index >= 0 else { throw CocoaError(.fileWriteUnknown) }
            if let password { zip_file_set_encryption(handle, UInt64(index), UInt16(ZIP_EM_AES_256), password) }
        }
        let closed = withExtendedLifetime(kept) { zip_close(handle) }
        guard closed == 0 else { throw CocoaError(.fileWriteUnknown) }
        return try Data(contentsOf: file)
    }

    /// Every occurrence of `old` becomes `new`, of equal length: names stand in the local header and in the directory.
    static func patched(_ bytes: Data, _ old: String, _ new: String) -> Data {
        precondition(old.utf8.count == new.utf8.count)
        var bytes = bytes
        while let range = bytes.range(of: Data(old.utf8)) { bytes.replaceSubrange(range, with: Data(new.utf8)) }
        return bytes
    }

    /// What a writer may put into its local headers beside a directory that is right.
    enum LocalHeader: CaseIterable { case withoutSizes, zip64, anotherTime, wrongChecksum }

    /// Every local header changed (APPNOTE 4.3.7: time at 10, CRC at 14, sizes at 18 and 22).
    static func changing(_ change: LocalHeader, _ bytes: Data) -> Data {
        var bytes = Data(bytes)
        var from = bytes.startIndex
        while let entry = bytes.range(of: Data([0x50, 0x4B, 1, 2]), in: from..<bytes.endIndex)?.lowerBound {
            let header = (0..<4).reduce(0) { $0 | Int(bytes[entry + 42 + $1]) << (8 * $1) }
            switch change {
            case .withoutSizes:
                bytes.replaceSubrange(header + 14..<header + 26, with: Data(count: 12))
                bytes[header + 6] &= ~8
                bytes[entry + 8] |= 8
            case .zip64: bytes.replaceSubrange(header + 18..<header + 26, with: Data(repeating: 0xFF, count: 8))
            case .anotherTime: bytes[header + 10] ^= 1
            case .wrongChecksum: bytes[header + 14] ^= 1
            }
            from = entry + 4
        }
        return bytes
    }

    /// The uncompressed size that the directory declares for its first entry (offset 24 of the entry, APPNOTE 4.3.12).
    static func declaringSize(_ bytes: Data, _ size: UInt32) -> Data {
        var bytes = bytes
        guard let entry = bytes.range(of: Data([0x50, 0x4B, 1, 2])) else { return bytes }
        for index in 0..<4 { bytes[entry.lowerBound + 24 + index] = UInt8(truncatingIfNeeded: size >> (8 * index)) }
        return bytes
    }
}
