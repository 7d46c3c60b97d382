import Foundation
import Glibc

/// Progress of long work, on a terminal only.
func showProgress(_ what: String, done: Int, of total: Int) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    FileHandle.standardError.write(Data("\r\(what) \(done)/\(total)\(done == total ? "\n" : "")".utf8))
}

/// Columns of the terminal that standard output shows on; 100 where it is none.
func terminalWidth() -> Int {
    var size = winsize()
    let usable = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40
    return usable ? min(Int(size.ws_col), 200) : 100
}

/// Colour is for terminals, unless NO_COLOR asks for none (no-color.org).
func showsColour() -> Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
}
