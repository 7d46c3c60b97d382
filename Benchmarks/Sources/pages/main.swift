// pages: what pages cost, and what the curves in a run's record cost the commit. `pages FOLDER [RUN FILE…]`: the index of
// 2,000 runs is left in FOLDER, so that a browser can be timed with it.
import Alerts
import Assay
import Foundation
import Pages
import Quantification
import Reporting
import Rules
import RunFormats
import Simulation

/// Processor time of this thread, s: the machine's other work does not count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Prints the median of processor time, ms, and the size of a page.
@discardableResult
func measure(_ what: String, goal: String, times: Int = 21, _ make: () -> String) -> String {
    var page = ""
    let milliseconds = (0..<times).map { _ in
        let start = processorSeconds()
        page = make()
        return (processorSeconds() - start) * 1e3
    }
    print("\(what): \(String(format: "%.1f", median(milliseconds))) ms, \(page.utf8.count / 1000) kB (goal \(goal))")
    return page
}

func analysed(_ bytes: Data) throws -> RunAnalysis? {
    try readRuns(bytes).first.map {
        analyse($0, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
    }
}

func page(_ analysis: RunAnalysis, file: String) -> String {
    runPage(
        RunDocument(file: file, sha256: "", analysis: analysis),
        curves: plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init), rules: qualityRuleDescriptions,
        thresholdShare: thresholdShare, programVersion: "benchmark")
}

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, let lastVisit = CalendarDate(iso: "2026-11-22") else {
    fatalError("usage: pages FOLDER [RUN FILE...]")
}
for file in arguments.dropFirst() {
    guard let analysis = try analysed(Data(contentsOf: URL(filePath: file))) else { continue }
    measure("a run's page, \(URL(filePath: file).lastPathComponent)", goal: "60 ms, 250 kB") {
        page(analysis, file: file)
    }
}
let plates = PaperStudy(seed: 1, lastVisit: lastVisit).plates
let analyses = try plates.prefix(8).compactMap { try analysed($0.container()) }
for analysis in analyses.prefix(2) {
    measure("a run's page, simulated plate", goal: "60 ms, 250 kB") { page(analysis, file: "plate.lc96p") }
}

// Ten years of a patient: the study's visits, then one every week. The level rises and falls by 1.5 decades over some
// two years, so that alerts are raised.
let infusion = CalendarDate(dayNumber: lastVisit.dayNumber - 3650) ?? lastVisit
let patient = Patient(code: "P01", infusion: infusion, physician: "physician")
let days = Visit.study.map(\.day) + stride(from: 697, through: 3650, by: 7)
let measurements = days.enumerated().map { index, day in
    let copies = 2.5e4 * pow(10, 1.5 * sin(Double(index) / 15))
    return Rules.Measurement(
        result: Int64(index + 1), run: Int64(index + 1), runID: "8e4ff2a7-0000-4000-8000-\(100_000_000_000 + index)",
        saved: nil, sample: "P01 D\(day)", target: "BCMA-CAR-T", day: day,
        quantity: Quantity(
            .quantified(Estimate(copies, low: copies * 0.9, high: copies * 1.1)), limits: 30...1e7,
            unit: RuleSettings().unit))
}
let alerts = judge(patient, measurements, RuleSettings()).enumerated().map { index, finding in
    Alert(id: AlertID(Int64(index + 1)), state: .open, raised: Date(timeIntervalSince1970: 1.79e9), finding: finding)
}
func report() -> PatientReport {
    PatientReport(
        patient: patient, target: "BCMA-CAR-T", measurements: measurements, alerts: alerts, rules: RuleSettings(),
        today: lastVisit, firstRecord: infusion)
}
measure("a patient's page, \(days.count) samples and \(alerts.count) alerts in ten years", goal: "20 ms") {
    let report = report()
    return patientPage(
        PatientDocument(report), thresholds: KineticsPlot(report).thresholds, programVersion: "benchmark")
}

// 2,000 runs of 300 patients.
let summary = PatientSummary(report())
let codes = (0..<300).map { "P\(1000 + $0)" }
func run(_ index: Int) -> RunsDocument.Run {
    let identity = RunIdentity(
        id: "8e4ff2a7-0000-4000-8000-\(100_000_000_000 + index)", serial: "20417",
        started: "20\(16 + index / 200)-05-14T10:00:00")
    let patients = (0..<8).map { codes[(index * 8 + $0) % codes.count] }
    return RunsDocument.Run(
        record: Int64(index * 40 + 1), identity: identity, saved: "2026-05-14T12:00:00",
        recorded: "2026-05-14T12:00:00Z", file: "/export/CAR-T_plate-\(index).lc96p",
        sha256: String(repeating: "ab", count: 32), qc: index % 20 == 0 ? .fail : .pass, conflict: false, saves: 1,
        patients: patients, alerts: index % 5 == 0 ? ["A\(index)"] : [])
}
let runs = (0..<2000).map(run)
let overview = Overview(
    status: StatusDocument(
        running: true, watch: [.init(path: "/export", lastScan: "2026-05-14T12:00:00Z", problem: nil)],
        runs: .init(total: runs.count, today: 1), alerts: .init(open: 60), outbox: .init(owed: 1, failed: 0),
        journal: .init(records: 80_000, head: String(repeating: "ab", count: 32))),
    runs: RunsDocument(runs: runs),
    files: FilesDocument(
        running: true,
        files: (0..<50).map {
            .init(
                path: "/export/cut-\($0).lc96p", state: "refused", reason: "The archive is cut off.", since: nil,
                holdsBack: false)
        }, more: 0),
    patients: codes.map { code in
        var own = summary
        own.code = code
        return own
    },
    alerts: AlertsDocument((0..<60).map { alerts[$0 % alerts.count] }),
    asOf: "2026-05-14 14:00 CEST")
let links = PageLinks(hasIndex: true, patients: Set(codes))
let index = measure("the index of 2,000 runs, 300 patients", goal: "300 ms, 2 MB") {
    indexPage(overview, links: links, programVersion: "benchmark")
}
try Data(index.utf8).write(to: URL(filePath: folder + "/index.html"))
try measureCommits(analyses)
