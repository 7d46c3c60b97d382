import ArgumentParser
import Casebook
import Configuration
import Journal
import Reporting
import Service

/// `cqwatch files`.
struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists every file that is waiting, incomplete, refused or ignored, and why.",
        discussion: """
            What waits and what is passed over is what the running daemon last noted, at each scan. Refused are files \
            that the system does not let us read, and those that were read and are no run.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    func run() async throws {
        let known = try config.known()
        let pulse = DaemonPulse(journal: known.configuration.journalPath)
        let document = try reading { () throws(JournalError) in try known.files(pulse) }
        try form.write(
            document, csv: { try $0.csv() },
            text: { filesText($0, zone: known.configuration.instrumentZone, width: foldingWidth(), colour: $1) })
    }
}
