import Assay
import Foundation
import Intake
import RunFormats

/// The text of a file named on the command line, or of standard input for "-": UTF-8, UTF-16 or Windows' Western code page.
func readText(_ path: String, bytesMax: Int) throws -> String {
    let bytes = try readBytes(path, bytesMax: bytesMax)
    guard let text = tableText(bytes) else { throw CommandFailure.noData("\(path): is no text in UTF-8, UTF-16 or Windows' Western code page") }
    return text
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
