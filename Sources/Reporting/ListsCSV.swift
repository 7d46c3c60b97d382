// Which fields of each list stand in its table. Names of columns stay, as those of JSON do; new ones come at the end.
import Assay
import Laboratory

extension RunsDocument {
    public func csv() throws -> String {
        try Reporting.csv(
            runs,
            columns: [
                "started", "file", "qc", "patients", "alerts", "record", "id", "serial", "saved", "recorded",
                "conflict", "saves", "sha256",
            ])
    }
}

extension FilesDocument {
    public func csv() throws -> String {
        try Reporting.csv(files, columns: ["path", "state", "reason", "since", "holds_back"])
    }
}

extension AlertsDocument {
    public func csv() throws -> String {
        try Reporting.csv(
            alerts,
            columns: [
                "id", "rule", "severity", "state", "patient", "day", "value", "low", "high", "unit", "threshold",
                "baseline", "borderline", "raised", "run", "subject", "text", "advice",
            ])
    }
}

extension DeliveriesDocument {
    public func csv() throws -> String {
        try Reporting.csv(
            deliveries,
            columns: [
                "id", "alert", "event", "severity", "channel", "recipients", "state", "attempts", "detail", "due",
                "time", "message",
            ])
    }
}

extension PatientsDocument {
    /// A row a patient.
    public func csv() throws -> String {
        try Reporting.csv(
            patients,
            columns: [
                "patient", "infusion", "dose", "group", "physician", "ended", "reason", "target", "unit",
            ]
                + kineticsColumns.map { "kinetics." + $0 })
    }
}

private let kineticsColumns = [
    "cmax", "tmax", "clast", "tlast", "tbql", "auc_last", "auc_all", "auc_0_28", "auc_0_84", "doubling_time", "flags",
]

extension KineticsDocument {
    /// A row a series.
    public func csv() throws -> String { try Reporting.csv(patients, columns: ["patient"] + kineticsColumns) }
}

extension DetectionLimitsDocument {
    /// A row a level; its target's limits stand in each.
    public func csv() throws -> String {
        struct Row: Encodable {
            let target: Target
            let level: Target.Level
        }
        return try Reporting.csv(
            targets.flatMap { target in target.levels.map { Row(target: target, level: $0) } },
            columns: ["target.target"]
                + ["quantity", "replicates", "detected", "counts", "cq", "cv"].map { "level." + $0 }
                + ["lod", "lod95", "lod95Low", "lod95High", "loq", "slope", "intercept", "reason"].map {
                    "target." + $0
                })
    }
}

extension PatientDocument {
    /// A row a sampling day.
    public func csv() throws -> String {
        try Reporting.csv(
            values,
            columns: [
                "day", "copies", "low", "high", "unit", "lloq", "uloq", "below_lloq", "above_uloq", "runs", "methods",
                "method_changed", "wells",
            ])
    }
}

extension ControlsDocument {
    /// A row a measured control.
    public func csv() throws -> String {
        struct Row: Encodable {
            let control: String
            let target: String
            let point: Point
        }
        return try Reporting.csv(
            controls.flatMap { chart in
                chart.points.map { Row(control: chart.control, target: chart.target, point: $0) }
            },
            columns: ["control", "target"]
                + ["run", "started", "copies", "log10", "z", "rules", "rejected"].map { "point." + $0 })
    }
}

extension DevicesDocument {
    /// A row a device; its disks and the names that the configuration may use in one cell each.
    public func csv() throws -> String {
        struct Row: Encodable {
            let device: Entry
            let disks: [String]
        }
        return try Reporting.csv(
            devices.map { Row(device: $0, disks: $0.disks.map(\.device)) },
            columns: ["port", "id", "serial", "manufacturer", "model", "classes", "storage", "names"].map {
                "device." + $0
            } + ["disks", "device.admitted", "device.reason"])
    }
}

extension RulesDocument {
    /// A row a rule; its thresholds in one cell, a key before each value.
    public func csv() throws -> String {
        struct Row: Encodable {
            let rule: Rule
            let thresholds: String
        }
        return try Reporting.csv(
            rules.map { rule in
                Row(rule: rule, thresholds: rule.thresholds.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            },
            columns: ["rule", "kind", "name", "fires", "hears", "advice"].map { "rule." + $0 } + ["thresholds"]
                + ["evidence", "source"].map { "rule." + $0 })
    }
}

extension AnalyzeDocument {
    private struct Row<Part: Encodable>: Encodable {
        let file: String
        let run: String
        let part: Part
    }

    private func rows<Part: Encodable>(_ parts: (RunDocument) -> [Part]) -> [Row<Part>] {
        runs.flatMap { run in parts(run).map { Row(file: run.file, run: run.run.id, part: $0) } }
    }

    /// A row a well and target.
    public func wellsCSV() throws -> String {
        try Reporting.csv(
            rows(\.wells),
            columns: ["file", "run"]
                + [
                    "well", "sample", "type", "target", "dye", "excluded", "call", "cq", "cq_se", "efficiency", "n0",
                    "instrument_call", "instrument_cq", "instrument_quantity", "standard", "quantity", "quantity_low",
                    "quantity_high", "unit", "tm", "tm_share", "reason", "flags", "instrument_epf", "instrument_slope",
                ].map { "part." + $0 })
    }

    /// A row a sample and target.
    public func samplesCSV() throws -> String {
        try Reporting.csv(
            rows(\.samples),
            columns: ["file", "run"]
                + [
                    "name", "patient", "day", "date", "target", "n", "copies", "low", "high", "unit", "lloq", "uloq",
                    "below_lloq", "above_uloq", "cq_mean", "cq_sd", "relative", "relative_pfaffl", "valid", "reasons",
                    "withheld", "flags", "instrument_cq_mean", "instrument_cq_sd", "instrument_quantity_mean",
                    "instrument_quantity_sd",
                ].map { "part." + $0 })
    }
}
