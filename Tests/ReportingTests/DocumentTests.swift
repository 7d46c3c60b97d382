import Alerts
import Assay
import Foundation
import Kinetics
import Laboratory
import Reporting
import Rules
import Testing

@Suite("The JSON documents")
struct DocumentTests {
    /// The document as a program reads it.
    func object(_ document: some Encodable) throws -> [String: Any] {
        let data = Data(try json(document).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    func first(_ key: String, of object: [String: Any]) throws -> [String: Any] {
        try #require((object[key] as? [[String: Any]])?.first)
    }

    @Test("of analyze have every field of the contract, null where nothing is known")
    func analyze() throws {
        let document = AnalyzeDocument(runs: [RunDocument(file: "a.lc96p", sha256: "00", analysis: try Examples.run())])
        let object = try object(document)
        #expect(object["schema"] as? Int == 1)
        let run = try first("runs", of: object)
        #expect(
            Set(run.keys).isSuperset(of: [
                "file", "sha256", "format", "complete", "run", "targets", "wells", "samples", "qc",
            ]))
        #expect(run["format"] as? String == "lc96" && run["complete"] as? Bool == true)
        let identity = try #require(run["run"] as? [String: Any])
        #expect(
            Set(identity.keys).isSuperset(of: [
                "id", "instrument", "serial", "started", "timezone", "software", "cycles",
            ]))
        #expect(identity["timezone"] is NSNull && identity["software"] is NSNull)
        let target = try first("targets", of: run)
        let curve = try #require(target["curve"] as? [String: Any])
        #expect(Set(curve.keys) == ["slope", "intercept", "efficiency", "r2", "n", "lloq", "uloq", "levels"])
        #expect(curve["r2"] is NSNull, "a number that is not finite is null")
        #expect(
            Set(try first("levels", of: curve).keys) == [
                "quantity", "used", "reason", "n", "cq", "back_calculated", "cv",
            ])
        let well = try first("wells", of: run)
        let wellKeys: Set = [
            "well", "sample", "type", "target", "dye", "excluded", "cq", "cq_se", "instrument_cq", "instrument_call",
            "efficiency", "call", "reason",
            "quantity", "quantity_low", "quantity_high", "unit", "tm", "tm_share", "flags",
        ]
        #expect(wellKeys.isSubset(of: Set(well.keys)))
        #expect(
            well["cq_se"] is NSNull && well["well"] as? String == "A1"
                && well["instrument_call"] as? String == "Negative")
        #expect(well["flags"] as? [String] == ["below_lloq", "late_cq"])
        let sample = try first("samples", of: run)
        let sampleKeys: Set = [
            "name", "patient", "day", "target", "n", "copies", "low", "high", "unit", "relative", "below_lloq", "valid",
            "flags",
        ]
        #expect(sampleKeys.isSubset(of: Set(sample.keys)))
        #expect(sample["patient"] as? String == "P01" && sample["day"] as? Int == 14 && sample["relative"] is NSNull)
        #expect(Set(try first("qc", of: run).keys) == ["rule", "status", "detail"])
    }

    @Test("of analyze withhold every sample of a failed run, patients known or not")
    func failedRun() throws {
        var analysis = try Examples.run()
        let failed = RunDocument(file: "a", sha256: "00", analysis: analysis)
        #expect(failed.samples.allSatisfy { $0.withheld == "The run failed its quality control." })
        analysis.quality = []
        #expect(RunDocument(file: "a", sha256: "00", analysis: analysis).samples.allSatisfy { $0.withheld == nil })
    }

    @Test("of analyze --live say of each well when its call was safe, and why not")
    func live() throws {
        let run = try first(
            "runs",
            of: try object(
                AnalyzeDocument(runs: [RunDocument(file: "a", sha256: "", analysis: try Examples.replayed())])))
        let wells = try #require(run["wells"] as? [[String: Any]])
        let safe = try #require(wells[0]["live"] as? [String: Any])
        #expect(Set(safe.keys) == ["safe_cycle", "minutes_saved", "cq", "cq_se", "cq_moved", "withdrawn", "reason"])
        #expect(
            safe["safe_cycle"] as? Int == 26 && safe["minutes_saved"] as? Double == 41.26 && safe["reason"] is NSNull)
        let never = try #require(wells[1]["live"] as? [String: Any])
        #expect(never["safe_cycle"] is NSNull && never["minutes_saved"] is NSNull && never["reason"] is String)
        #expect(wells[2]["live"] is NSNull)
    }

    @Test("of analyze come back as they were written")
    func roundTrip() throws {
        let document = AnalyzeDocument(
            runs: [RunDocument(file: "ä \"b\".lc96p", sha256: "00", analysis: try Examples.replayed())],
            failures: [.init(file: "c", reason: "empty")])
        #expect(try JSONDecoder().decode(AnalyzeDocument.self, from: Data(try json(document).utf8)) == document)
    }

    @Test("of analyze take patient and day from the attribution where there is one")
    func attribution() throws {
        let run = try Examples.run()
        let attributions = run.samples.map { _ in
            Attribution(patient: "P09", day: 21, withheld: "no infusion date", toLaboratory: true)
        }
        let sample = RunDocument(file: "a", sha256: "", analysis: run, attributions: attributions).samples[0]
        #expect(sample.patient == "P09" && sample.day == 21 && sample.withheld == "no infusion date")
    }

    @Test("of alerts have the contract's fields, in UTC")
    func alerts() throws {
        let alert = try first("alerts", of: try object(AlertsDocument([Examples.alert(day: nil, value: .infinity)])))
        let keys: Set = [
            "id", "rule", "severity", "state", "patient", "day", "value", "low", "high", "unit", "threshold",
            "baseline", "raised", "run", "text", "advice",
        ]
        #expect(keys.isSubset(of: Set(alert.keys)))
        #expect(
            alert["raised"] as? String == "2026-05-28T20:26:40Z" && alert["baseline"] is NSNull
                && alert["day"] is NSNull)
        #expect(
            alert["value"] is NSNull && alert["severity"] as? String == "critical"
                && alert["state"] as? String == "open")
    }

    @Test("of the status have the contract's shape")
    func status() throws {
        let status = StatusDocument(
            running: true, watch: [.init(path: "/x", lastScan: nil, problem: nil)], runs: .init(total: 26, today: 1),
            alerts: .init(open: 8),
            outbox: .init(owed: 0, failed: 0), journal: .init(records: 0, head: nil))
        #expect(
            try json(status)
                == #"{"alerts":{"open":8},"findings":[],"held_back":[],"journal":{"head":null,"records":0},"media":[],"outbox":{"failed":0,"owed":0},"pages_problem":null,"running":true,"runs":{"today":1,"total":26},"schema":1,"watch":[{"last_scan":null,"path":"/x","problem":null}]}"#
        )
    }

    @Test("of kinetics carry the report beside the patient")
    func kineticsDocument() throws {
        let report = kinetics(of: [
            SeriesPoint(day: 0, copies: nil, lloq: 10), SeriesPoint(day: 14, copies: 4e4, lloq: 10),
        ])
        let patient = try first("patients", of: try object(KineticsDocument([.init(patient: "P03", kinetics: report)])))
        let keys: Set = [
            "patient", "cmax", "tmax", "clast", "tlast", "tbql", "auc_last", "auc_all", "auc_0_28", "auc_0_84",
            "half_life", "doubling_time", "flags",
        ]
        #expect(keys.isSubset(of: Set(patient.keys)))
        #expect(
            patient["patient"] as? String == "P03" && patient["cmax"] as? Double == 4e4
                && patient["half_life"] is NSNull)
    }

    @Test("of a patient keep values in day order, what was withheld with its reason, and alerts of this patient only")
    func patient() throws {
        let patient = Patient(code: "P03", infusion: nil, physician: "physician")
        var other = Examples.alert()
        other.finding.patient = "P04"
        let report = PatientReport(
            patient: patient, target: "bcma car-t",
            measurements: [
                Examples.measurement(day: 14, copies: 4e4), Examples.measurement(day: 0, copies: nil),
                Examples.measurement(day: 14, copies: 9, target: "ACTB"),
                Examples.measurement(day: 21, copies: 2e4, withheld: "the run failed its quality rules"),
            ], alerts: [Examples.alert(), other], rules: RuleSettings(), today: .latest, firstRecord: nil)
        let object = try object(PatientDocument(report))
        #expect((object["values"] as? [[String: Any]])?.map { $0["day"] as? Int } == [0, 14])
        #expect(try first("values", of: object)["copies"] is NSNull)
        #expect(try first("withheld", of: object)["reason"] as? String == "the run failed its quality rules")
        #expect((object["alerts"] as? [Any])?.count == 1 && object["infusion"] is NSNull)
        #expect((object["kinetics"] as? [String: Any])?["cmax"] as? Double == 4e4)
    }

    @Test("of a patient say how each value was measured, and where that changes")
    func methods() throws {
        var counted = Examples.measurement(day: 30, copies: 3e4)
        counted.method = .digital
        let report = PatientReport(
            patient: Patient(code: "P03", infusion: nil, physician: "physician"), target: "BCMA-CAR-T",
            measurements: [
                Examples.measurement(day: 14, copies: 4e4), counted, Examples.measurement(day: 60, copies: 2e4),
            ], alerts: [],
            rules: RuleSettings(), today: .latest, firstRecord: nil)
        let values = try #require(try object(PatientDocument(report))["values"] as? [[String: Any]])
        #expect(values.map { $0["methods"] as? [String] } == [["qPCR"], ["dPCR"], ["qPCR"]])
        #expect(values.map { $0["method_changed"] as? Bool } == [false, true, true])
        #expect(patientText(report).contains("dPCR (another method than before"))
    }
}
