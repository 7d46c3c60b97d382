// What the technician reads of each file: taken, and what was found, or why not.
import Rules
import Alerts
internal import Assay
internal import Casebook
internal import Files
internal import Text

enum RunSentence {
    /// One sentence for one run, on one line.
    static func of(_ run: RunAnalysis, in file: SourceFile, _ outcome: CommitOutcome) -> String {
        let name = "Run \(run.identity.id) (\(file.path))"
        return switch outcome {
        case .known(let sequence): "\(name) is known already: record \(sequence) says the same. Nothing was added."
        case .recorded(let committed): "\(name) taken as record \(committed.sequence): \(found(run, committed))"
        case .amended(let committed, let earlier):
            "\(name) taken as record \(committed.sequence), which amends record \(earlier): \(found(run, committed))"
        case .conflict(let committed, let other):
            "\(name) taken as record \(committed.sequence), but record \(other) has the same run id with another "
                + "serial number or start: every value is withheld until a person has looked. \(found(run, committed))"
        }
    }

    private static func found(_ run: RunAnalysis, _ committed: Committed) -> String {
        let wells = Set(run.wells.map(\.position)).count
        let results = counted(committed.patientResults, "patient result")
        let withheld = committed.withheld == 0 ? "" : ", \(committed.withheld) of them withheld from the patient rules"
        let alerts = committed.alerts.filter { $0.event == .raised }.map {
            "\($0.alert.id) \($0.alert.finding.rule) \($0.alert.finding.severity.rawValue)"
                + ($0.alert.finding.patient.map { " \($0)" } ?? "")
        }
        let told = alerts.isEmpty ? "no alert" : "raised \(alerts.joined(separator: ", "))"
        return
            "\(counted(wells, "well")), \(results)\(withheld), "
            + "quality \(committed.runQuality.rawValue)\(reasons(committed)), \(told)."
    }

    /// Why the run's quality is not all well: at most three reasons of the worst kind.
    private static func reasons(_ committed: Committed) -> String {
        guard committed.runQuality != .pass else { return "" }
        let found = committed.quality.filter { $0.status == committed.runQuality }
        let shown = found.prefix(3).map(\.detail).joined(separator: " ")
        return found.count > 3 ? " (\(shown) And \(found.count - 3) more.)" : " (\(shown))"
    }

    static func ofKnown(_ path: String, _ record: Int64) -> String {
        "\(path) is known already: record \(record) was made from the same bytes. Nothing was added."
    }

    static func ofUnreadable(_ path: String, _ reason: String, _ outcome: UnreadableOutcome) -> String {
        switch outcome {
        case .recorded(let committed):
            "\(path) is not read as a run: \(reason) (record \(committed.sequence)) "
                + "It is looked at again when it changes."
        case .known(let sequence): "\(path) still cannot be read: \(reason) (record \(sequence))"
        }
    }
}
