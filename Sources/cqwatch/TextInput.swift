import Assay
import Foundation
import Intake

/// The text of a file named on the command line, or of standard input for "-".
func readText(_ path: String, bytesMax: Int) throws -> String {
    let bytes = try readBytes(path, bytesMax: bytesMax)
    guard let text = String(data: bytes, encoding: .utf8) else { throw CommandFailure.noData("\(path): is no UTF-8 text") }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
}

func readBytes(_ path: String, bytesMax: Int) throws -> Data {
    let handle: FileHandle
    if path == "-" {
        handle = .standardInput
    } else {
        guard let opened = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure.noData("\(path): cannot be opened: \(String(cString: strerror(errno)))")
        }
        handle = opened
    }
    do {
        let bytes = try handle.read(upToCount: bytesMax + 1) ?? Data()
        guard bytes.count <= bytesMax else { throw CommandFailure.noData("\(path): is larger than \(bytesMax) bytes") }
        return bytes
    } catch let error as CocoaError {
        throw CommandFailure.noData("\(path): cannot be read: \(systemReason(error))")
    }
}
