import ArgumentParser
import Casebook
import Configuration
import Foundation
import Journal
import Reporting
import Service

/// `cqwatch files`.
struct Files: AsyncParsableCommand {
    /// Refused files that are listed.
    static let refusedMax = 1000

    static let configuration = CommandConfiguration(
        abstract: "Lists every file that is waiting, incomplete, refused or ignored, and why.",
        discussion: """
            What waits and what is passed over is what the running daemon last noted, at each scan. Refused are files \
            that the system does not let us read, and those that were read and are no run.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let configuration = try config.load()
        let casebook = try config.casebook(configuration)
        let pulse = DaemonPulse(journal: configuration.journalPath)
        let under = pulse.isRunning ? pulse.files : []
        let known = Set(under.map(\.path))
        let refused = try reading { () throws(JournalError) in try casebook.refusedFiles(max: Self.refusedMax) }
        let files =
            under.map { file in
                FilesDocument.File(
                    path: file.path, state: file.state, reason: file.reason, since: file.since.map(utcText),
                    holdsBack: file.holdsBack)
            }
            + refused.filter { !known.contains($0.path) }.map { file in
                FilesDocument.File(
                    path: file.path, state: "refused", reason: file.reason, since: file.since.map(utcText),
                    holdsBack: false)
            }
        let document = FilesDocument(
            running: pulse.isRunning, files: files, more: pulse.isRunning ? max(0, pulse.filesCount - under.count) : 0)
        try writeOutput(
            json.isOn ? Reporting.json(document, indented: true) : filesText(document, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }
}
