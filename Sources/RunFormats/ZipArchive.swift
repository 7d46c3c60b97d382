// Owner of a libzip archive over bytes in memory. Sizes the archive declares are never trusted: members are read to
// their end under a cap.
internal import CZip
internal import Foundation

/// A zip in memory. Its file members, by position.
final class ZipArchive {
    struct Member {
        let index: UInt64
        /// Last component of the name, lower case: folders and case differ after a re-zip, the vendor's names do not.
        let name: String
        let encrypted: Bool
        /// Unpacked, as the directory says; nil where it says nothing.
        let declaredBytes: UInt64?
    }

    private let bytes: NSData
    private let handle: OpaquePointer
    let members: [Member]
    /// What all members together have given so far.
    fileprivate var unpackedBytes = 0

    static let localHeader: [UInt8] = [0x50, 0x4B, 3, 4]
    /// Mark of a once split archive, which Bio-Rad's software writes before the first header.
    static let spannedMark: [UInt8] = [0x50, 0x4B, 7, 8]
    static let directoryEnd: [UInt8] = [0x50, 0x4B, 5, 6]

    static func looksLikeZip(_ bytes: Data) -> Bool {
        let head = Array(bytes.prefix(4))
        return head == localHeader || head == spannedMark || head == directoryEnd
            // The first bytes of a file that is still being written.
            || (bytes.count < 4 && localHeader.starts(with: head))
    }

    init(_ data: Data) throws(ReadFailure) {
        // NSData's bytes stay where they are as long as it lives; libzip keeps the pointer.
        let bytes = NSData(data: data)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        // The strict opening holds every local header against the directory. Writers that stream leave sizes and
        // checksums out of the headers, or put other words there: then the directory counts alone, and each member that
        // is read is held against its size and CRC.
        let strict = Self.open(bytes, Int32(ZIP_RDONLY | ZIP_CHECKCONS), &error)
        if strict == nil, zip_error_code_zip(&error) == ZIP_ER_EXISTS {
            throw .unreadable(
                "The zip archive holds two files of one name, so it is unclear which one counts. Export the run again.")
        }
        guard let handle = strict ?? Self.open(bytes, Int32(ZIP_RDONLY), &error) else {
            throw Self.hasDirectoryEnd(data)
                ? .unreadable("The zip archive is damaged (\(Self.text(&error))). Copy or export the file again.")
                : .incomplete(
                    "The zip archive ends early: its directory is missing. Copy the file again if it is not still "
                        + "being written."
                )
        }
        do {
            members = try Self.list(handle)
        } catch {
            zip_discard(handle)
            throw error
        }
        self.bytes = bytes
        self.handle = handle
    }

    deinit { zip_discard(handle) }

    private static func open(_ bytes: NSData, _ flags: Int32, _ error: UnsafeMutablePointer<zip_error_t>)
        -> OpaquePointer?
    {
        guard let source = zip_source_buffer_create(bytes.bytes, UInt64(bytes.length), 0, error) else { return nil }
        if let handle = zip_open_from_source(source, flags, error) { return handle }
        zip_source_free(source)
        return nil
    }

    private static func list(_ handle: OpaquePointer) throws(ReadFailure) -> [Member] {
        let count = zip_get_num_entries(handle, 0)
        guard count <= ReadingLimits.membersMax else {
            throw .unreadable("The zip archive holds \(count) files; at most \(ReadingLimits.membersMax) are accepted.")
        }
        var members: [Member] = []
        for index in 0..<UInt64(max(count, 0)) {
            var stat = zip_stat_t()
            zip_stat_init(&stat)
            guard zip_stat_index(handle, index, 0, &stat) == 0, let cName = stat.name else {
                throw .unreadable("The zip archive is damaged: entry \(index + 1) of its directory cannot be read.")
            }
            let path = String(cString: cName)
            guard path.utf8.count <= ReadingLimits.memberNameBytesMax else {
                throw .unreadable(
                    "The zip archive holds a file whose name is longer than \(ReadingLimits.memberNameBytesMax) bytes.")
            }
            guard !path.hasSuffix("/") else { continue }
            let encrypted =
                stat.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != UInt16(ZIP_EM_NONE)
            members.append(
                Member(
                    index: index, name: path.split(separator: "/").last.map { $0.lowercased() } ?? "",
                    encrypted: encrypted,
                    declaredBytes: stat.valid & UInt64(ZIP_STAT_SIZE) != 0 ? stat.size : nil))
        }
        return members
    }

    /// The only member of that name. Two of one name are refused: nobody can say which one counts.
    func member(named name: String) throws(ReadFailure) -> Member? {
        let found = members.filter { $0.name == name }
        guard found.count <= 1 else {
            throw .unreadable(
                "The zip archive holds \(name) twice, so it is unclear which one counts. Export the run again.")
        }
        return found.first
    }

    func refuseEncryption() throws(ReadFailure) {
        guard !members.contains(where: \.encrypted) else {
            throw .unreadable("The zip archive is encrypted. Save the run without a password.")
        }
    }

    func open(_ member: Member) throws(UnpackFailure) -> ZipMemberReader {
        guard let file = zip_fopen_index(handle, member.index, 0) else {
            throw UnpackFailure(reason: "it cannot be unpacked: \(String(cString: zip_strerror(handle)))")
        }
        return ZipMemberReader(file, declaredBytes: member.declaredBytes, of: self)
    }

    private static func hasDirectoryEnd(_ data: Data) -> Bool {
        data.suffix(ReadingLimits.zipTailBytes).range(of: Data(directoryEnd), options: .backwards) != nil
    }

    private static func text(_ error: UnsafeMutablePointer<zip_error_t>) -> String {
        zip_error_strerror(error).map { String(cString: $0) } ?? "unknown reason"
    }
}

/// Why a member cannot even be begun: a sentence fragment.
struct UnpackFailure: Error {
    let reason: String
}

/// One member while it unpacks. Keeps the archive alive; counts the bytes against the cap.
final class ZipMemberReader: ByteSource {
    private let archive: ZipArchive
    private let file: OpaquePointer
    private let declaredBytes: UInt64?
    private var count = 0
    private(set) var failure: String?

    fileprivate init(_ file: OpaquePointer, declaredBytes: UInt64?, of archive: ZipArchive) {
        self.file = file
        self.declaredBytes = declaredBytes
        self.archive = archive
    }

    deinit { zip_fclose(file) }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard failure == nil, let base = buffer.baseAddress else { return 0 }
        let got = zip_fread(file, base, UInt64(buffer.count))
        guard got >= 0 else {
            failure = "its packed bytes or its checksum are wrong"
            return 0
        }
        if got == 0, let declaredBytes, declaredBytes != UInt64(count) {
            failure = "it has another size than the archive's directory says"
        }
        count += Int(got)
        archive.unpackedBytes += Int(got)
        guard count <= ReadingLimits.memberBytesMax else {
            failure = "it unpacks to more than \(ReadingLimits.memberBytesMax >> 20) MB"
            return 0
        }
        guard archive.unpackedBytes <= ReadingLimits.unpackedBytesMax else {
            failure = "the archive unpacks to more than \(ReadingLimits.unpackedBytesMax >> 20) MB"
            return 0
        }
        return Int(got)
    }
}
