// cohort [SEEDS]: the study's cohort through the pure line, in process: bytes of a container to alerts, with the
// laboratory's history, without file or journal. Prints every seed whose alerts differ from the study's story.
import Assay
import Foundation
import Alerts
import Laboratory
import Rules
import Quantification
import RunFormats
import Simulation

let seeds = CommandLine.arguments.dropFirst().first.flatMap { UInt64($0) } ?? 200

guard let lastVisit = CalendarDate(iso: "2026-11-22") else { fatalError("a date of the calendar") }

/// Study code, infusion and end of each line of a simulated `patients.csv`.
func patients(_ csv: String) -> [String: Patient] {
    let rows = csv.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(
        uniqueKeysWithValues: rows.map {
            (
                $0[0],
                Patient(
                    code: $0[0], infusion: CalendarDate(iso: $0[1]), physician: $0[4], ended: CalendarDate(iso: $0[5]),
                    endReason: $0[6])
            )
        })
}

struct Told {
    var findings: [Finding] = []
    var laboratory: [Finding] = []
    var runs = 0
    var rejected = 0
}

func play(seed: UInt64) throws -> (Told, PaperStudy) {
    let study = PaperStudy(seed: seed, lastVisit: lastVisit)
    let context = JudgementContext(
        rules: RuleSettings(), delivery: DeliverySettings(), patients: patients(study.patientsCSV),
        tablesTrusted: false, today: lastVisit,
        configurationDigest: "", programVersion: "")
    var told = Told()
    var history: [RunSummary] = []
    var measurements: [String: [Rules.Measurement]] = [:]
    for plate in study.plates {
        for read in try readRuns(plate.container()) {
            let run = analyse(read, settings: AssaySettings(), naming: context.naming)
            let summary = RunSummary(of: run)
            let verdict =
                summary.map { LaboratoryVerdict(on: $0, after: history[...], settings: context.laboratory) }
                ?? LaboratoryVerdict()
            let held = run.held(against: verdict)
            let attributions = attributions(of: held, context: context.forRules, verdict: verdict)
            told.runs += 1
            told.rejected += held.qualityStatus == .fail ? 1 : 0
            told.laboratory += judgeRun(held, attributions, from: "\(run.identity.id).lc96p", context: context.forRules)
            if let summary { history.append(summary) }
            for (sample, attribution) in zip(held.samples, attributions) {
                guard let patient = attribution.patient else { continue }
                measurements[patient, default: []].append(
                    Rules.Measurement(
                        result: 0, run: Int64(told.runs), runID: run.identity.id, saved: run.saved, sample: sample.name,
                        target: sample.target, day: attribution.day,
                        quantity: Quantity(
                            sample.quantity.seen, limits: sample.quantity.limits, unit: sample.unit,
                            withheld: [attribution.withheld].compactMap(\.self))))
            }
        }
    }
    for (code, patient) in context.patients { told.findings += judge(patient, measurements[code] ?? [], context.rules) }
    return (told, study)
}

var (faults, runs, rejected) = (0, 0, 0)
let start = Date()
for seed in 1...max(seeds, 1) {
    let (told, study) = try play(seed: seed)
    func fired(_ rule: RuleID) -> Set<String> { Set(told.findings.filter { $0.rule == rule }.compactMap(\.patient)) }
    func patients(_ outcome: StudyOutcome) -> Set<String> { Set(study.outcomes.filter { $0.value == outcome }.keys) }
    let relapse = patients(.stableDisease)
    var wrong: [String] = []
    if fired("R1") != patients(.completeRemission) { wrong.append("R1 for \(fired("R1").sorted())") }
    for rule in ["R4", "R5", "R5a"] where fired(rule) != relapse { wrong.append("\(rule) for \(fired(rule).sorted())") }
    if !fired("R6").isSubset(of: relapse) { wrong.append("R6 for \(fired("R6").sorted())") }
    if !told.findings.contains(where: {
        $0.rule == "R5a" && $0.day == 307 && $0.severity == .critical && ($0.low ?? .infinity) <= 84
    }) {
        wrong.append("no critical R5a on day 307")
    }
    wrong += told.laboratory.map { "R10: \($0.text)" }
    runs += told.runs
    rejected += told.rejected
    faults += wrong.isEmpty ? 0 : 1
    for fault in wrong { print("seed \(seed): \(fault)") }
}
print(
    "\(seeds) seeds, \(runs) plates, \(rejected) runs rejected, \(faults) seeds off the study's story; "
        + "\(Int(Date().timeIntervalSince(start))) s")
