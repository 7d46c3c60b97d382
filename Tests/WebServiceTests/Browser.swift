// Headless Chromium, driven as a person would by its own driver (W3C WebDriver, https://www.w3.org/TR/webdriver2/).
import Foundation
import Glibc
import TestSupport

final class Browser {
    static let program = "/usr/bin/chromedriver"
    static var present: Bool { FileManager.default.isExecutableFile(atPath: program) }
    static let absence = "no chromedriver is installed (Debian: chromium-driver): this suite clicks in a real browser"

    struct Fault: Error, CustomStringConvertible { let description: String }

    private let driver: Process
    private let folder: TemporaryFolder
    private let port: Int
    private var session = ""

    /// - Parameter width: of the window, as of a phone or a desk.
    init(width: Int = 1200) throws {
        folder = try TemporaryFolder()
        (driver, port) = try Self.start(log: folder.url.appending(path: "driver.log"))
        let options = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--user-data-dir=\(folder.path)/profile", "--window-size=\(width),900",
        ]
        let made = try call(
            "POST", "",
            [
                "capabilities": [
                    "alwaysMatch": ["acceptInsecureCerts": true, "goog:chromeOptions": ["args": options]]
                        as [String: Any]
                ]
            ])
        session = (made as? [String: Any])?["sessionId"] as? String ?? ""
        if session.isEmpty { throw Fault(description: "no session: \(made)") }
    }

    /// The driver asks for any port of IPv4 and then for the same one of IPv6, and ends where that one is taken: another
    /// is tried.
    private static func start(log: URL) throws -> (driver: Process, port: Int) {
        var said = ""
        for _ in 0..<3 {
            try Data().write(to: log)
            let driver = Process()
            driver.executableURL = URL(filePath: program)
            driver.arguments = ["--port=0"]
            driver.standardOutput = try FileHandle(forWritingTo: log)
            driver.standardError = driver.standardOutput
            try driver.run()
            var port: Int?
            _ = until(60) {
                said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                port = said.firstMatch(of: /started successfully on port ([0-9]+)/).flatMap { Int($0.1) }
                return port != nil || !driver.isRunning
            }
            if let port { return (driver, port) }
            kill(driver.processIdentifier, SIGKILL)
            driver.waitUntilExit()
        }
        throw Fault(description: "the driver does not start: \(said)")
    }

    deinit {
        _ = try? call("DELETE", "/\(session)", nil)
        // Children of the test runner have SIGTERM blocked.
        kill(driver.processIdentifier, SIGKILL)
        driver.waitUntilExit()
    }

    func open(_ address: String) throws { _ = try call("POST", "/\(session)/url", ["url": address]) }
    var address: String { get throws { try call("GET", "/\(session)/url", nil) as? String ?? "" } }
    /// What a person reads.
    var text: String { get throws { try script("return document.body.innerText") as? String ?? "" } }

    func script(_ code: String) throws -> Any {
        try call("POST", "/\(session)/execute/sync", ["script": code, "args": [String]()])
    }

    func click(_ selector: String) throws { _ = try call("POST", "\(try element(selector))/click", [String: String]()) }
    func type(_ text: String, into selector: String) throws {
        _ = try call("POST", "\(try element(selector))/value", ["text": text])
    }

    /// What axe-core finds on the page: empty where that is nothing.
    func faults(_ library: String) throws -> String {
        let said = try script("\(library); return \(AxeCore.check)") as? String ?? "no answer"
        return said.hasPrefix(" of ") ? "" : said
    }

    /// Asks the browser itself (https://chromedevtools.github.io/devtools-protocol/).
    func ask(_ command: String, _ parameters: [String: Any]) throws {
        _ = try call("POST", "/\(session)/goog/cdp/execute", ["cmd": command, "params": parameters])
    }

    /// As a phone of this width, which no window can be.
    func narrow(to width: Int) throws {
        try ask(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 800, "deviceScaleFactor": 2, "mobile": true])
    }

    /// Presses keys, wherever the focus is: by the code points of https://www.w3.org/TR/webdriver2/#keyboard-actions.
    func press(_ keys: String) throws {
        let focused = try call("GET", "/\(session)/element/active", nil)
        guard let id = (focused as? [String: String])?.values.first else {
            throw Fault(description: "nothing has the focus: \(focused)")
        }
        _ = try call("POST", "/\(session)/element/\(id)/value", ["text": keys])
    }
    static let tab = "\u{E004}", enter = "\u{E007}", space = "\u{E00D}"

    /// Goes on by Tab until the focus is on such an element.
    /// - Returns: how often that took.
    @discardableResult
    func tab(to selector: String) throws -> Int {
        for count in 1...200 {
            try press(Self.tab)
            if try script("return document.activeElement.matches(\"\(selector)\")") as? Bool == true { return count }
        }
        throw Fault(description: "no Tab leads to \(selector) on \(try address)")
    }

    private func element(_ selector: String) throws -> String {
        let found = try call("POST", "/\(session)/element", ["using": "css selector", "value": selector])
        guard let id = (found as? [String: String])?.values.first else {
            throw Fault(description: "\(selector) is not on \(try address): \(try text.prefix(1500))")
        }
        return "/\(session)/element/\(id)"
    }

    private func call(_ method: String, _ path: String, _ body: [String: Any]?) throws -> Any {
        var arguments = ["-s", "-X", method, "http://127.0.0.1:\(port)/session\(path)"]
        if let body {
            let data = try JSONSerialization.data(withJSONObject: body)
            // A library has no room among the arguments.
            let file = folder.url.appending(path: "body.json")
            try data.write(to: file)
            arguments += ["-H", "Content-Type: application/json", "-d", "@\(file.path)"]
        }
        let answer = try output(of: "/usr/bin/curl", arguments)
        guard let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any],
            let value = object["value"]
        else { throw Fault(description: "the driver says \(answer.prefix(500))") }
        return value
    }
}
