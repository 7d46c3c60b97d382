// A mail as Python's own parser reads it: the programs that will show it agree with that one more often than with us.
public import Foundation

public struct ParsedMail: Decodable, Sendable {
    public struct Part: Decodable, Sendable {
        public let type: String
        /// Parts within.
        public let count: Int?
        public let id: String?
        public let disposition: String?
        public let text: String?
        /// Bytes of a part that is no text.
        public let base64: Data?
    }

    /// Name and decoded value, in order.
    public let headers: [[String]]
    public let parts: [Part]
    public let defects: [String]
    public let longestLine: Int
    /// Lines that hold a CR or LF of their own.
    public let bareBreaks: Int
    public let ascii: Bool
    public let date: Double?

    /// Values of the header; more than one where it was injected.
    public func all(_ name: String) -> [String] {
        headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }
    public func header(_ name: String) -> String? { all(name).first }
    /// The first part of the type.
    public func part(_ type: String) -> Part? { parts.first { $0.type == type } }

    public static let python = "/usr/bin/python3"
    /// The folder of the programs that tests of mail run.
    public static let tools = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "mail")
    public static var present: Bool { FileManager.default.isExecutableFile(atPath: python) }
    public static let absence = "/usr/bin/python3 is absent: Scripts/setup installs it"

    public static func parse(_ mail: Data) throws -> ParsedMail {
        let process = Process(), input = Pipe(), output = Pipe()
        process.executableURL = tools.appending(path: "read")
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The parser reads all before it writes.
        try input.fileHandleForWriting.write(contentsOf: mail)
        try input.fileHandleForWriting.close()
        let json = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(ParsedMail.self, from: json)
    }
}
