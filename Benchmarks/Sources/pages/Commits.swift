// What the curves in a run's record add to its commit: the same plates, with them and without, in one real journal.
import Alerts
import Assay
import Casebook
import Files
import Foundation
import Journal
import Rules

/// Processor time of the whole process, ms: the journal works on a thread of its own.
private func processMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

func measureCommits(_ plates: [RunAnalysis]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-pages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let today = CalendarDate(iso: "2026-11-22") else { return }
    let context = JudgementContext(
        rules: RuleSettings(), delivery: DeliverySettings(), patients: [:], tablesTrusted: false, today: today,
        configurationDigest: "", programVersion: "")
    let casebook = Casebook(try Journal(path: folder.appending(path: "journal.sqlite").path, readOnly: false))
    var number = 0
    func commit(_ plate: RunAnalysis, curves: Bool) throws -> (processor: Double, clock: Double) {
        number += 1
        var plate = plate
        plate.identity = RunIdentity(id: "run-\(number)", serial: "1", started: plate.identity.started)
        if !curves { plate.curves = nil }
        let (processor, clock) = (processMilliseconds(), ContinuousClock.now)
        _ = try casebook.commit(
            plate, from: SourceFile(path: "\(number)", sha256: "\(number)", size: 1),
            stamp: FileStamp(size: 1, modified: 0, changed: 0, inode: UInt64(number)), context: context, at: Date())
        let took = ContinuousClock.now - clock
        return (processMilliseconds() - processor, Double(took.components.attoseconds) / 1e15)
    }
    var with: [(processor: Double, clock: Double)] = [], without = with
    for round in 0..<60 {
        let plate = plates[round % plates.count]
        // By turns, so that what else the machine does falls on both.
        without.append(try commit(plate, curves: false))
        with.append(try commit(plate, curves: true))
    }
    let added = (
        median(with.map(\.processor)) - median(without.map(\.processor)),
        median(with.map(\.clock)) - median(without.map(\.clock))
    )
    let bytes = try plates.map { try JSONEncoder().encode($0.curves).count }
    print(
        "the commit of a plate: \(String(format: "%.1f", median(without.map(\.processor)))) ms of processor time; its "
            + "curves (\((bytes.max() ?? 0) / 1000) kB) add \(String(format: "%.1f", added.0)) ms, by the clock \(String(format: "%.1f", added.1)) ms "
            + "(goal 5 ms)")
}
