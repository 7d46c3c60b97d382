// A journal's file as a failing disk or an attacker leaves it: opened, asked, verified; never a crash.
internal import Alerts
internal import Assay
internal import Casebook
internal import Foundation
internal import Journal
internal import Rules

let journal = Target(name: "journal") {
    let folder = URL.temporaryDirectory.appending(path: "cqwatch-fuzz-seed-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "journal.sqlite").path
    let written = try Journal(path: path, readOnly: false)
    let book = Casebook(written)
    let person = Person(name: "A. Tester", user: "tester", note: "fuzz")
    for severity in [Severity.warning, .critical] {
        _ = try book.recordTest(severity, by: person, context: context, at: Date(timeIntervalSince1970: 1.75e9))
    }
    try written.close()
    return [try Data(contentsOf: URL(filePath: path))]
} callback: { bytes, count in
    let folder = URL.temporaryDirectory.appending(path: "cqwatch-fuzz-\(getpid())")
    let file = folder.appending(path: "journal.sqlite")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try data(bytes, count).write(to: file)
    } catch {
        hold(false, "the fuzzer's own folder can be written: \(error)")
    }
    // A journal error is the answer that is wanted; anything else would be a crash.
    if let opened = try? Journal(path: file.path, readOnly: false) {
        let book = Casebook(opened)
        _ = try? book.status(dayStart: Date(timeIntervalSince1970: 1.75e9))
        _ = try? book.alerts(all: true)
        _ = try? book.deliveries(all: true)
        _ = try? book.knownFiles()
        _ = try? opened.verify()
        let person = Person(name: "A. Tester", user: "tester", note: "fuzz")
        _ = try? book.recordTest(.warning, by: person, context: context, at: Date(timeIntervalSince1970: 1.75e9))
        try? opened.close()
    }
    return 0
}

private let context = JudgementContext(
    rules: RuleSettings(), delivery: DeliverySettings(), patients: [:], tablesTrusted: false,
    today: CalendarDate(dayNumber: 20_000) ?? .latest, configurationDigest: "c0ffee",
    programVersion: "fuzz")
