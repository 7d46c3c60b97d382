import Foundation
import Glibc
import Reporting

/// Progress of long work, on a terminal only.
func showProgress(_ what: String, done: Int, of total: Int) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    FileHandle.standardError.write(Data("\r\(what) \(done)/\(total)\(done == total ? "\n" : "")".utf8))
}

/// Columns that a plot is drawn in.
func plotWidth() -> Int { foldingWidth() ?? textColumns }

/// Columns that tables and texts are folded to: those of the terminal, or what COLUMNS says where there is none; nil
/// where nobody says.
func foldingWidth() -> Int? {
    var size = winsize()
    if isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 {
        return min(Int(size.ws_col), 200)
    }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).map { min(max($0, 40), 200) }
}

/// A plot as the locale lets a terminal show it (POSIX: LC_ALL before LC_CTYPE before LANG).
func shownPlot(_ text: String) -> String {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let isUnicode = locale.lowercased().replacing("-", with: "").contains("utf8")
    return isUnicode ? text : plainPlot(text)
}

/// Colour is for terminals, unless NO_COLOR asks for none (no-color.org).
func showsColour() -> Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
}
