// The study's story, through every pure room and a real journal, without the daemon.
import Alerts
import Assay
import Casebook
import Configuration
import Files
import Foundation
import Journal
import Quantification
import Rules
import RunFormats
import Simulation
import Testing

/// The alerts that the cohort of one seed raises, and what lies in the journal afterwards.
struct PlayedCohort {
    let alerts: [Alert]
    let outcomes: [String: StudyOutcome]
    let verification: Verification

    /// - Parameter resting: the schedule is looked at after each run, as by a daemon that has nothing else to read; else
    ///   once, after the last.
    init(seed: UInt64, resting: Bool = false) throws {
        let lastVisit = try #require(CalendarDate(iso: "2026-11-22"))
        let study = PaperStudy(seed: seed, lastVisit: lastVisit)
        outcomes = study.outcomes
        let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-story-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = try readConfiguration(
            yaml: Data(defaultConfigurationText(.embedded).utf8), file: folder.appending(path: "cqwatch.yaml").path,
            readTable: { _ in Data(study.patientsCSV.utf8) })
        let context = JudgementContext(
            rules: configuration.rules, delivery: configuration.delivery, patients: configuration.patients,
            tablesTrusted: configuration.samples.tablesTrusted, today: lastVisit,
            configurationDigest: configuration.digest,
            programVersion: "test")
        let journal = try Journal(path: folder.appending(path: "journal.sqlite").path, readOnly: false)
        let casebook = Casebook(journal)
        for (index, plate) in study.plates.enumerated() {
            let now = Date(timeIntervalSince1970: 1_795_000_000 + Double(index))
            let bytes = try plate.container()
            for run in try readRuns(bytes) {
                _ = try casebook.commit(
                    analyse(run, settings: configuration.assay, naming: configuration.samples.naming),
                    from: SourceFile(path: plate.fileName, sha256: "\(index)", size: bytes.count),
                    stamp: FileStamp(size: Int64(bytes.count), modified: 0, changed: 0, inode: UInt64(index)),
                    context: context, at: now)
            }
            if resting || index == study.plates.count - 1 {
                _ = try casebook.sweep(
                    patients: context.patients.keys.sorted(), completes: lastVisit, context: context, at: now)
            }
        }
        alerts = try casebook.alerts(all: true)
        verification = try journal.verify()
        try journal.close()
    }

    func patients(_ rule: RuleID) -> Set<String> {
        Set(alerts.filter { $0.finding.rule == rule && $0.state != .corrected }.compactMap(\.finding.patient))
    }

    func patients(_ outcome: StudyOutcome) -> Set<String> { Set(outcomes.filter { $0.value == outcome }.keys) }
}

@Suite("The study's story")
struct StoryTests {
    @Test(
        "seven patients cross 1×10^5, one falls to the relapse level, no other alert of decline is raised",
        arguments: [1, 26, 134] as [UInt64])
    func story(seed: UInt64) throws {
        let played = try PlayedCohort(seed: seed)
        #expect(played.patients(.completeRemission).count == 7)
        #expect(played.patients("R1") == played.patients(.completeRemission))
        #expect(played.patients("R5a") == played.patients(.stableDisease))
        let relapse = try #require(played.alerts.first { $0.finding.rule == "R5a" })
        #expect(relapse.finding.day == 307)
        #expect(relapse.finding.severity == .critical)
        #expect(relapse.finding.low ?? .infinity <= 84)
        let laboratory = played.alerts.filter { $0.finding.rule == "R10" }.map(\.finding.text)
        #expect(laboratory == [])
        #expect(played.verification.isIntact)
    }

    @Test(
        "R2 stands in the end for the two whose copies stayed below 1×10^5, with the highest of them, however the runs came",
        arguments: [false, true])
    func noExpansion(resting: Bool) throws {
        let played = try PlayedCohort(seed: 1, resting: resting)
        let below = played.patients(.stableDisease).union(played.patients(.partialRemission))
        #expect(below.count == 2 && played.patients("R2") == below)
        let told = played.alerts.filter { $0.finding.rule == "R2" }
        for patient in below {
            let words = told.filter { $0.finding.patient == patient }
            let standing = words.filter { $0.state != .corrected }
            let last = try #require(standing.first)
            #expect(standing.count == 1)
            // What was told of the values before it was taken back by name.
            #expect(words.allSatisfy { $0.finding.value ?? 0 <= last.finding.value ?? 0 })
            #expect(resting ? words.count > 1 : words.count == 1)
        }
        #expect(resting == told.contains { $0.state == .corrected })
    }
}
