import ArgumentParser
import Configuration
import Foundation
import Glibc

/// `cqwatch init DIR`: a complete embedded set-up.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a complete set-up into a folder; never overwrites.",
        discussion: """
            DIR gets cqwatch.yaml (every key with its default and its meaning), patients.csv, export/ (drop runs \
            here), state/ (the journal) and hooks/ (an example hook). Files that exist are left as they are.
            """)

    @Argument(help: "The folder; made if missing.")
    var directory: String

    @Flag(
        help:
            "DIR is the root of a file system: write what the packaged service reads, /etc/cqwatch and /srv/lightcycler."
    )
    var system = false

    func run() async throws {
        let folder = URL(filePath: directory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for item in system ? systemSetup() : embeddedSetup() {
                let target = folder.appending(path: item.path)
                if FileManager.default.fileExists(atPath: target.path) {
                    writeError("cqwatch: \(target.path) exists and is left as it is")
                    continue
                }
                let permissions: [FileAttributeKey: Any] = [.posixPermissions: Int(item.mode)]
                if let contents = item.contents {
                    try Data(contents.utf8).write(to: target, options: .withoutOverwriting)
                    try FileManager.default.setAttributes(permissions, ofItemAtPath: target.path)
                } else {
                    try FileManager.default.createDirectory(
                        at: target, withIntermediateDirectories: true, attributes: permissions)
                }
            }
        } catch {
            throw CommandFailure.inputOutput("\(directory): the set-up cannot be written: \(systemReason(error))")
        }
        guard !system else { return }
        try writeOutput(
            """
            \(folder.path) is ready.
              1. Write your patients into \(folder.appending(path: "patients.csv").path)
              2. Start the service:      cqwatch daemon --config \(folder.appending(path: "cqwatch.yaml").path)
              3. Drop runs into          \(folder.appending(path: "export").path)
            """)
    }
}
