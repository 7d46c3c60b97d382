// Small journals and runs for the suites of the journal and of the casebook.
package import Assay
package import Casebook
package import Files
package import Foundation
package import Journal
package import Alerts
package import Rules
import Snapshots

/// A journal in a folder of its own, which goes when this does.
package final class Scratch {
    package let folder: URL
    package var path: String { folder.appending(path: "state/journal.sqlite").path }

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    package func open(readOnly: Bool = false) throws -> Journal { try Journal(path: path, readOnly: readOnly) }

    package func casebook(readOnly: Bool = false) throws -> Casebook { Casebook(try open(readOnly: readOnly)) }
}

package let noon = Date(timeIntervalSince1970: 1_790_000_000)

package func stamp(_ n: Int64 = 1) -> FileStamp {
    FileStamp(size: n, modified: n, changed: n, inode: UInt64.max - UInt64(n))
}

package func file(_ name: String = "run.lc96p", content: String = "a") -> SourceFile {
    SourceFile(path: "/export/\(name)", sha256: content, size: 1)
}

/// No run of these suites starts later.
package let lastDay: CalendarDate = {
    guard let day = CalendarDate(year: 2028, month: 12, day: 31) else { preconditionFailure("a date of the calendar") }
    return day
}()

/// Patients P01 to P09, infused on 2026-01-01, with a physician, a laboratory, the log and one hook.
package func context(patients: Int = 9, program: String = "1.0") -> JudgementContext {
    var delivery = DeliverySettings()
    delivery.recipients = [
        .init(key: "physician", role: "physician", name: "Ward", address: "ward@example.org"),
        .init(key: "lab", role: "laboratory", name: "Lab", address: "lab@example.org"),
    ]
    delivery.defaultRecipient = "physician"
    delivery.laboratory = "lab"
    delivery.hooks = [.init(name: "page", path: "/usr/lib/cqwatch/hooks/page")]
    let codes = (1...max(1, patients)).map { "P0\($0)" }
    let known = codes.map { Patient(code: $0, infusion: CalendarDate(iso: "2026-01-01"), physician: "physician") }
    return JudgementContext(
        rules: RuleSettings(), delivery: delivery,
        patients: Dictionary(uniqueKeysWithValues: known.map { ($0.code, $0) }),
        tablesTrusted: false, today: lastDay, configurationDigest: "c0ffee",
        programVersion: program)
}

/// A run of one plate that measured these patients on these days.
package func run(
    id: RunID = "run-1", serial: String = "S1", started: String? = nil, saved: String = "2026-04-01T10:00:00",
    _ values: [(patient: String, day: Int, copies: Double)], quality: QualityFinding.Status = .pass
) -> RunAnalysis {
    let day = values.map(\.day).max() ?? 0
    let start = CalendarDate(dayNumber: (CalendarDate(iso: "2026-01-01")?.dayNumber ?? 0) + day)?.iso ?? ""
    let samples = values.map { value in
        SampleAnalysis(
            name: "\(value.patient) D\(value.day)",
            label: SampleLabel(patient: value.patient, sampling: .day(value.day)), target: "BCMA-CAR-T",
            n: 3,
            quantity: Quantity(
                .quantified(Estimate(value.copies, low: value.copies * 0.8, high: value.copies * 1.25)),
                limits: 10...1e7, unit: "copies/ul gDNA"),
            cqMean: 25, cqSD: 0.1, relative: nil, flags: [])
    }
    return RunAnalysis(
        format: .lc96, identity: RunIdentity(id: id, serial: serial, started: started ?? start + "T09:00:00"),
        instrument: "LC", software: "1.1",
        saved: saved, cycles: 45, targets: [TargetAnalysis(name: "BCMA-CAR-T", role: .target, curve: nil)], wells: [],
        samples: samples,
        quality: [QualityFinding(rule: "plate", status: quality, detail: "The plate.")])
}

extension Casebook {
    @discardableResult
    package func take(
        _ run: RunAnalysis, _ source: SourceFile, stamp: FileStamp = stamp(), context: JudgementContext = context(),
        at time: Date = noon
    ) throws -> CommitOutcome {
        try commit(run, from: source, stamp: stamp, context: context, at: time)
    }

    package func receipt(
        _ id: DeliveryID, _ state: DeliveryState, detail: String?, attempt: Int, next: Date? = nil, at now: Date
    ) throws {
        try recordReceipts(
            [DeliveryReceipt(id, state, detail: detail, attempt: attempt, next: next)],
            context: CasebookFixtures.context(), at: now)
    }

    /// A sweep that judges every patient due.
    @discardableResult
    package func sweepAll(_ context: JudgementContext, at time: Date) throws -> Sweep {
        try sweep(
            patients: try patientsDue(since: nil, context: context), completes: context.today, context: context,
            at: time)
    }
}

/// The parts of a course, for suites that look at one of them.
extension Casebook {
    package func measurements(of patient: String) throws -> [Rules.Measurement] {
        try course(of: patient).measurements
    }

    package func alerts(ofPatient patient: String) throws -> [Alert] { try course(of: patient).alerts }

    package func firstRecord(of patient: String) throws -> Date? { try course(of: patient).firstRecord }

    /// Codes of the patients that have results, sorted.
    package func patients() throws -> [String] { try everyCourse(besides: []) { $0.code } }
}

/// For the suites that look at the journal alone.
extension Journal {
    @discardableResult
    package func take(
        _ run: RunAnalysis, _ source: SourceFile, stamp: FileStamp = stamp(), context: JudgementContext = context(),
        at time: Date = noon
    ) throws -> CommitOutcome {
        try Casebook(self).take(run, source, stamp: stamp, context: context, at: time)
    }

    package func kinds() throws -> [String] { try tail(10_000).map(\.kind) }
}
