internal import Foundation

/// axe-core (https://github.com/dequelabs/axe-core), where it is installed: what it finds is a fault of accessibility.
public enum AxeCore {
    /// As one file: from CQWATCH_AXE, from where Scripts/setup puts it, or out of Python's package axe-playwright-python.
    public static let library: String? = {
        if let named = ProcessInfo.processInfo.environment["CQWATCH_AXE"] {
            return try? String(contentsOfFile: named, encoding: .utf8)
        }
        let fetched = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/axe/axe_playwright_python/axe.min.js")
        if let library = try? String(contentsOf: fetched, encoding: .utf8) { return library }
        return try? String(contentsOfFile: inPython(), encoding: .utf8)
    }()
    public static let absence =
        "no axe-core is installed (PyPI: axe-playwright-python, or CQWATCH_AXE names axe.min.js)"

    /// A promise of a text: each violation with its first element, then " of " and the number of rules that passed.
    public static let check = """
        axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(function(r){
        return r.violations.map(function(v){return v.id+' '+v.nodes.length+' '+v.nodes[0].html.slice(0,120)}).join('; ')+' of '+r.passes.length})
        """

    private static func inPython() throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            "import axe_playwright_python,os;print(os.path.join(os.path.dirname(axe_playwright_python.__file__),'axe.min.js'))",
        ]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
