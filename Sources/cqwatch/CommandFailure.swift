import Foundation
import Glibc
import Reporting
import Text

/// Why a command ends without success: one sentence and an exit code (sysexits where one fits).
struct CommandFailure: Error {
    let code: Int32
    let sentence: String

    /// The answer is no.
    static func no(_ sentence: String) -> Self { Self(code: 1, sentence: sentence) }
    static func usage(_ sentence: String) -> Self { Self(code: 2, sentence: sentence) }
    static func noData(_ sentence: String) -> Self { Self(code: EX_DATAERR, sentence: sentence) }
    static func inputOutput(_ sentence: String) -> Self { Self(code: EX_IOERR, sentence: sentence) }
    static func configuration(_ sentence: String) -> Self { Self(code: EX_CONFIG, sentence: sentence) }
}

/// Ends the process with a service's exit code, without the exit handlers of C libraries: OpenSSL's takes its tables
/// away from under a thread that still computes a digest. Nothing is left to flush: the journal is closed, and every
/// line was written as it came.
func leave(_ code: Int32) -> Never { _exit(code) }

/// Diagnostics go to standard error, so that standard output stays a program's. Arguments and file names may hold
/// anything: what would steer a terminal is shown, but for the line breaks between sentences.
func writeError(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
        terminalSafe(String($0), max: errorLineMax)
    }
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
}

/// Longest line of a diagnostic, characters.
private let errorLineMax = 4000

/// Why the system refused, in its own words where Foundation knows only a number.
func systemReason(_ error: any Error) -> String {
    let shown = error as NSError
    let cause = shown.userInfo[NSUnderlyingErrorKey] as? NSError ?? shown
    return cause.domain == NSPOSIXErrorDomain
        ? String(cString: strerror(Int32(cause.code))) : error.localizedDescription
}

/// Writes to standard output; a reader that went away (`| head`) ends the command quietly.
func writeOutput(_ text: String, terminator: String = "\n") throws {
    do {
        try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
    } catch {
        throw CommandFailure.inputOutput("standard output cannot be written: \(systemReason(error))")
    }
}
