import Assay
import Foundation
import Intake
import Text

/// The text of a file named on the command line, or of standard input for "-": UTF-8, UTF-16 or Windows' Western code
/// page.
func readText(_ path: String, bytesMax: Int) throws -> String {
    let bytes = try readBytes(path, bytesMax: bytesMax)
    guard let text = DecodedText(bytes)?.text else {
        throw CommandFailure.noData("\(path): is no text in UTF-8, UTF-16 or Windows' Western code page")
    }
    return text
}

func readBytes(_ path: String, bytesMax: Int) throws -> Data {
    let handle = path == "-" ? FileHandle.standardInput : try openInput(path)
    do {
        let bytes = try handle.read(upToCount: bytesMax + 1) ?? Data()
        guard bytes.count <= bytesMax else { throw CommandFailure.noData("\(path): is larger than \(bytesMax) bytes") }
        return bytes
    } catch let error as CocoaError {
        throw CommandFailure.noData("\(path): cannot be read: \(systemReason(error))")
    }
}

/// A file, or what the shell has opened already. A named pipe would be waited for without an end, and a device may have
/// none.
private func openInput(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
        throw CommandFailure.noData("\(path): cannot be opened: \(String(cString: strerror(errno)))")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var about = stat()
    let isFile = fstat(descriptor, &about) == 0 && [S_IFREG, S_IFDIR].contains(about.st_mode & S_IFMT)
    guard isFile || ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"].contains(where: path.hasPrefix) else {
        throw CommandFailure.noData(
            "\(path): is a pipe or a device, and no file; to read from one, redirect it and give '-'")
    }
    _ = fcntl(descriptor, F_SETFL, 0)
    return handle
}

/// Of a file that a library opens by its name.
func refusePipe(_ path: String) throws {
    var about = stat()
    guard stat(path, &about) == 0, ![S_IFREG, S_IFDIR].contains(about.st_mode & S_IFMT) else { return }
    throw CommandFailure.noData("\(path): is a pipe or a device, and no file")
}
