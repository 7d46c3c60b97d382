import Foundation

/// Headless Chromium, where it is installed: what a page is in a real browser.
enum Chromium {
    static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static var present: Bool { program != nil }
    static let absence = "no Chromium is installed (Debian: chromium): this suite looks at pages in a real browser"

    /// The page as the browser has it once its script has run, and what it wrote to its console.
    static func load(_ page: String, in folder: URL, _ options: [String] = []) throws -> (
        dom: String, console: [String]
    ) {
        let (output, errors) = try browse(
            page, in: folder, ["--enable-logging=stderr", "--virtual-time-budget=20000", "--dump-dom"] + options)
        return (output, errors.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") })
    }

    static func pdf(_ page: String, in folder: URL) throws -> Data {
        let file = folder.appending(path: "page.pdf")
        _ = try browse(page, in: folder, ["--no-pdf-header-footer", "--print-to-pdf=\(file.path)"])
        return try Data(contentsOf: file)
    }

    private static func browse(_ page: String, in folder: URL, _ options: [String]) throws -> (
        output: String, errors: String
    ) {
        let file = folder.appending(path: "page.html")
        try page.write(to: file, atomically: true, encoding: .utf8)
        guard let program else { throw CocoaError(.fileNoSuchFile) }
        return try run(
            "/usr/bin/timeout",
            [
                "-s", "KILL", "120", program, "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--user-data-dir=\(folder.appending(path: "profile").path)",
            ]
                + options + ["file://" + file.path])
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        // A file holds more than a pipe does while the other one is read.
        let errors = FileManager.default.temporaryDirectory.appending(path: "cqwatch-browser-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let read = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: read, as: UTF8.self), (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
    }
}

/// A copy of a page that allows this script too and runs it once the page has loaded; the style's own policy stays.
func asking(_ page: String, _ script: String, library: String = "") -> String {
    page.replacing(/script-src &#39;sha256-[^;]*;/, with: "script-src &#39;unsafe-inline&#39;;")
        .replacing(
            "</body>",
            with:
                "<script>\(library)</script><script>window.addEventListener('load',function(){\(script)})</script></body>"
        )
}
