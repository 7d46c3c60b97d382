import ArgumentParser
import Foundation
import Reporting
import Text

/// `--json` and `--csv`: how a list is written.
struct ListForm: ParsableArguments {
    @OptionGroup var json: JSONFlag

    @Flag(name: .customLong("csv"), help: "Write a table for spreadsheets, separated by commas.")
    var isCSV = false

    var isForPeople: Bool { !json.isOn && !isCSV }

    func validate() throws {
        if json.isOn, isCSV { throw ValidationError("--json and --csv are two forms: give one of them.") }
    }

    /// - Parameter text: for people; told whether it may be coloured.
    func write<Document: Encodable>(
        _ document: Document, csv: (Document) throws -> String, text: (Document, Bool) -> String
    ) throws {
        if json.isOn { return try writeOutput(Reporting.json(document, indented: true)) }
        try writeOutput(isCSV ? try csv(document) : text(document, showsColour()), terminator: "")
    }
}

/// `--since`: a moment, or the beginning of a day in the configured zone.
func since(_ text: String?, in zone: TimeZone) throws -> Date? {
    try text.map { text in
        guard let date = instant(text, in: zone) else {
            throw CommandFailure.usage("--since: '\(terminalSafe(text))' is neither a date nor a time with its offset")
        }
        return date
    }
}
