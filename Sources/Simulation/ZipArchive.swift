import Assay
import CZip
public import Foundation

/// Why a simulated file could not be written.
public struct SimulationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

/// A zip archive in memory, all members deflated, in the order given. Times are written as they stand, so that equal
/// input gives equal bytes.
public func zipArchive(_ members: [(name: String, bytes: [UInt8])], modified: LocalTime) throws(SimulationFailure)
    -> Data
{
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw SimulationFailure(&error) }
    zip_source_keep(target)
    defer { zip_source_free(target) }
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
        zip_source_free(target)
        throw SimulationFailure(&error)
    }
    // libzip reads the members' bytes when it closes the archive: they lie in one buffer that outlives it.
    let storage = members.flatMap(\.bytes)
    let closed = storage.withUnsafeBytes { buffer in
        var offset = 0
        for (name, bytes) in members {
            let start = buffer.baseAddress.map { $0 + offset }
            guard add(name, UnsafeRawBufferPointer(start: start, count: bytes.count), to: archive, modified) else {
                zip_discard(archive)
                return false
            }
            offset += bytes.count
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            return false
        }
        return true
    }
    guard closed else {
        throw SimulationFailure(description: "libzip cannot write \(members.map(\.name).joined(separator: ", "))")
    }
    return try contents(of: target)
}

/// zlib's usual level; the highest, which libzip takes by itself, took about half of the time of a plate.
private let deflateLevel: UInt32 = 6

private func add(_ name: String, _ bytes: UnsafeRawBufferPointer, to archive: OpaquePointer, _ modified: LocalTime)
    -> Bool
{
    guard let source = zip_source_buffer(archive, bytes.baseAddress, UInt64(bytes.count), 0) else { return false }
    let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
        zip_source_free(source)
        return false
    }
    let date = modified.date
    let dosTime = modified.hour << 11 | modified.minute << 5 | modified.second / 2
    let dosDate = max(date.year - 1980, 0) << 9 | date.month << 5 | date.day
    return zip_set_file_compression(archive, UInt64(index), ZIP_CM_DEFLATE, deflateLevel) == 0
        && zip_file_set_dostime(archive, UInt64(index), UInt16(dosTime), UInt16(truncatingIfNeeded: dosDate), 0) == 0
}

private func contents(of source: OpaquePointer) throws(SimulationFailure) -> Data {
    guard zip_source_open(source) == 0 else { throw SimulationFailure(zip_source_error(source)) }
    defer { zip_source_close(source) }
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let read = zip_source_read(source, &chunk, UInt64(chunk.count))
        guard read >= 0 else { throw SimulationFailure(zip_source_error(source)) }
        guard read > 0 else { return data }
        data.append(contentsOf: chunk.prefix(Int(read)))
    }
}

extension SimulationFailure {
    fileprivate init(_ error: UnsafeMutablePointer<zip_error_t>?) {
        let text = error.flatMap { zip_error_strerror($0) }.map { String(cString: $0) } ?? "no reason given"
        description = "libzip cannot write the archive: \(text)"
    }
}
