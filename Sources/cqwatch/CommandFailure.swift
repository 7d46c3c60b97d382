import Foundation
import Glibc

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

/// Ends the process with a service's exit code.
func leave(_ code: Int32) -> Never { exit(code) }

/// Diagnostics go to standard error, so that standard output stays a program's.
func writeError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Writes to standard output; a reader that went away (`| head`) ends the command quietly.
func writeOutput(_ text: String, terminator: String = "\n") throws {
    do {
        try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
    } catch {
        throw CommandFailure.inputOutput("standard output cannot be written: \(error.localizedDescription)")
    }
}
