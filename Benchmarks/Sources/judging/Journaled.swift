// A commit that judges a patient anew, in a real journal: what the patient's history adds to it.
import Assay
import Files
import Foundation
import Casebook
import Journal
import Alerts
import Rules

/// A run with one sample of each patient, and what a plate leaves to later runs.
func plate(_ number: Int, day: Int, patients: [String], infusion: CalendarDate) -> RunAnalysis {
    let start = CalendarDate(dayNumber: infusion.dayNumber + day)?.iso ?? ""
    let samples = patients.map { code in
        SampleAnalysis(
            name: "\(code) D\(day)", label: SampleLabel(patient: code, sampling: .day(day)), target: "BCMA-CAR-T", n: 3,
            quantity: Quantity(
                .quantified(Estimate(2.5e4 * pow(10, 0.1 * sin(Double(number))), low: 2e4, high: 3e4)), limits: 30...1e7, unit: RuleSettings().unit),
            cqMean: 24, cqSD: 0.1, relative: nil, flags: [])
    }
    let curve = StandardCurve(slope: -3.3, intercept: 38, efficiency: 2, r2: 1, n: 24, lloq: 30, uloq: 1e7, levels: [])
    return RunAnalysis(
        format: .lc96, identity: RunIdentity(id: "run-\(number)", serial: "1", started: start + "T09:00:00"), instrument: nil, software: nil, saved: nil, cycles: 45,
        targets: [TargetAnalysis(name: "BCMA-CAR-T", role: .target, curve: curve)], wells: [], samples: samples, quality: [])
}

func measureJournal(every: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-judging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let infusion = CalendarDate(iso: "2016-01-10"), let today = CalendarDate(iso: "2026-11-22") else { return }
    let codes = ["P01"] + (1...40).map { "N\($0)" }
    let patients = codes.map { Patient(code: $0, infusion: infusion, physician: "physician") }
    let context = JudgementContext(
        rules: RuleSettings(), delivery: DeliverySettings(), patients: Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0) }), tablesTrusted: false,
        today: today, configurationDigest: "", programVersion: "")
    let casebook = Casebook(try Journal(path: folder.appending(path: "journal.sqlite").path, readOnly: false))
    var number = 0
    func commit(_ codes: [String], day: Int) throws {
        number += 1
        let file = SourceFile(path: "\(number)", sha256: "\(number)", size: 1)
        _ = try casebook.commit(
            plate(number, day: day, patients: codes, infusion: infusion), from: file, stamp: FileStamp(size: 1, modified: 0, changed: 0, inode: UInt64(number)),
            context: context, at: Date())
    }
    let days = Visit.study.map(\.day) + stride(from: 690 + every, through: 3600, by: every)
    for day in days { try commit(["P01"], day: day) }
    /// Processor time of the whole process: the journal works on a thread of its own.
    func cost(_ codes: [String], _ day: Int) throws -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
        }
        let start = now()
        try commit(codes, day: day)
        return now() - start
    }
    func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let fresh = middle(try (1...40).map { try cost(["N\($0)"], 3601) })
    let known = middle(try (1...40).map { try cost(["P01"], 3601 + $0) })
    print("a patient judged anew from a journal with \(days.count) samples over ten years: "
        + "\(String(format: "%.1f", known - fresh)) ms (goal 10 ms); "
        + "a commit of a new patient's first sample: \(String(format: "%.1f", fresh)) ms, all in processor time")
}
