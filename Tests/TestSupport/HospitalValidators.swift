// Programs that know HL7 and FHIR and nothing of cqwatch: Tests/hospital/validate.
public import Foundation

public enum HospitalValidators {
    public static let absence =
        "the checks of ../shared/examples or what Tests/hospital/requirements.txt names are absent; the latter come with `Scripts/setup tests`"

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Debian's own Python, which Scripts/setup fetched them for.
    static var environment: [String: String] {
        ProcessInfo.processInfo.environment.merging(["PYTHONPATH": root.appending(path: ".build/hospital").path]) { $1 }
    }

    /// For `.enabled(if: HospitalValidators.present, HospitalValidators.absence)`.
    public static let present: Bool = {
        let folder = try? TemporaryFolder(), path = (folder?.path ?? "") + "/none"
        _ = FileManager.default.createFile(atPath: path, contents: Data())
        return ["hl7", "fhir"].allSatisfy { ((try? validate($0, path))?.status ?? 77) == 1 }
    }()

    /// What they find, and 0 where that is nothing.
    public static func validate(_ form: String, _ path: String) throws -> (status: Int32, said: String) {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.environment = environment
        process.arguments = [root.appending(path: "Tests/hospital/validate").path, form, path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    /// The same for messages as the preview writes them.
    public static func validate(_ form: String, messages: [Data]) throws -> (status: Int32, said: String) {
        let folder = try TemporaryFolder(), path = folder.path + "/messages"
        let end = Data((form == "hl7" ? "\n\n" : "\n").utf8)
        try messages.map { $0 + end }.reduce(Data(), +).write(to: URL(filePath: path))
        return try validate(form, path)
    }
}
