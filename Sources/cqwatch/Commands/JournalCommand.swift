import ArgumentParser
import Casebook
import Foundation
import Journal
import Reporting
import Text

/// `cqwatch journal …`: the record itself.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Verifies, shows, exports, backs up and restores the journal.",
        subcommands: [
            VerifyJournal.self, TailJournal.self, ExportJournal.self, BackupJournal.self, RestoreJournal.self,
        ])
}

struct VerifyJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Checks that no record was changed, removed or inserted, and that what is shown is what the records say.",
        discussion: """
            Every record carries the digest of the one before. The schema must be this version's own, every index is \
            computed anew, and each file that is noted as looked at must have a record that says so. A chain alone \
            cannot show that its end was cut off: --head with a digest from an alert's mail ("Journal head") or hook \
            (journal_head) does. Exit 0: intact. 1: damaged, with the first bad record named.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(help: "A digest that once was the journal's head.")
    var head: String?

    func run() async throws {
        let journal = try config.journal(config.load())
        let result = try reading { () throws(JournalError) in
            try journal.verify(head: head) { showProgress("verifying", done: Int($0), of: Int($1)) }
        }
        try refuseDamage(result, "the journal is damaged")
        try writeOutput("The journal is intact: \(counted(result.records, "record")), head \(result.head.digest)")
        if head == nil {
            try writeOutput(
                "Whether its end was cut off, only --head with the digest from the newest mail or hook call can tell.")
        }
    }
}

/// Damage ends the command with the first bad record named.
func refuseDamage(_ result: Verification, _ what: String) throws {
    guard let fault = result.fault else { return }
    let place = fault.sequence.map { "record \($0): " } ?? ""
    throw CommandFailure.no("\(what): \(place)\(fault.reason)")
}

struct TailJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Shows the last records, one JSON object a line.")

    @OptionGroup var config: ConfigurationOption

    @Option(name: [.customShort("n"), .customLong("lines")], help: "How many.")
    var count = 10

    private static let countMax = 1_000_000

    func validate() throws {
        guard (0...Self.countMax).contains(count) else {
            throw ValidationError("-n takes a number from 0 to \(Self.countMax)")
        }
    }

    func run() async throws {
        let journal = try config.journal(config.load())
        for record in try reading({ () throws(JournalError) in try journal.tail(count) }) {
            try writeOutput(record.jsonLine)
        }
    }
}

struct ExportJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the records, oldest first, to standard output.",
        discussion:
            "jsonl holds all of each record, one JSON object a line; csv holds what fits a table and leaves wells out.")

    @OptionGroup var config: ConfigurationOption

    @Option(help: "Only records from this time on: 2026-05-14 or 2026-05-14T10:00:00Z (UTC).")
    var since: String?

    enum Format: String, ExpressibleByArgument { case csv, jsonl }

    @Option(help: "csv or jsonl.")
    var format = Format.jsonl

    func run() async throws {
        let start = try since.map { text in
            guard let date = instant(text, in: .gmt) else {
                throw CommandFailure.usage("--since: '\(terminalSafe(text))' is neither a date nor a time in UTC")
            }
            return date
        }
        let casebook = try config.casebook(config.load())
        // What stopped the writing is said, not that the reading ended with it.
        var stopped: CommandFailure?
        do {
            try reading { () throws(JournalError) in
                try casebook.export(since: start, format: format == .csv ? .csv : .jsonl) { line in
                    do { try writeOutput(line) } catch {
                        stopped = error as? CommandFailure
                        throw error
                    }
                }
            }
        } catch {
            if let stopped { throw stopped }
            throw error
        }
    }
}
