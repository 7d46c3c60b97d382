import ArgumentParser
import Configuration
import Foundation
import Journal
import Text

/// `cqwatch journal backup FILE`.
struct BackupJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the journal to a new file and verifies the copy.",
        discussion: """
            Works beside a running daemon, which goes on writing: the copy is the journal as it stood at one moment. \
            Never overwrites a file. Exit 1: the journal is damaged, and no copy was made.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(help: "The file to make.", completion: .file())
    var file: String

    func run() async throws {
        let journal = try config.journal(config.load())
        let result = try writing { () throws(JournalError) in
            try journal.backup(to: file) { showProgress("verifying the copy", done: Int($0), of: Int($1)) }
        }
        try refuseDamage(result, "no backup was made, because the journal is damaged")
        try writeOutput(
            "Backed up to \(file) and verified: \(counted(result.records, "record")), head \(result.head.digest)")
    }
}

/// `cqwatch journal restore FILE`.
struct RestoreJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes the configured journal from a backup and verifies it.",
        discussion: """
            For a journal that was lost or damaged: stop cqwatch, move what is left of the journal away, restore, \
            start cqwatch. Runs that are newer than the backup and still lie in the watched folders are then taken \
            again. Never overwrites a journal, and makes none of a damaged backup. Exit 1: nothing was restored, and \
            why.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(help: "A file that 'cqwatch journal backup' made.", completion: .file())
    var file: String

    func run() async throws {
        let path = try config.load().journalPath
        try refusePipe(file)
        let result = try writing { () throws(JournalError) in
            try Journal.restore(file, to: path) { showProgress("verifying", done: Int($0), of: Int($1)) }
        }
        try refuseDamage(result, "nothing was restored, because the backup is damaged")
        try writeOutput(
            "Restored to \(path) and verified: \(counted(result.records, "record")), head \(result.head.digest)")
    }
}
