public import Alerts
public import Central
internal import Text

/// `central patient SUBJECT --json`: the fields of `patient --json` for one person's values from every site, and where each
/// comes from.
public struct CentralPatientDocument: Encodable, Sendable {
    /// What one site knows of the person.
    public struct Source: Encodable, Sendable {
        public let site: String
        /// The site's code.
        public let patient: String
        /// Dates that it counts days from; null where it never said.
        @OrNull public var infusions: [String]?
        /// Results in force.
        public let results: Int
        /// The site's newest record that is proved, and how many it has beyond that.
        public let verified: Int64
        public let missing: Int64
        /// Records of the person that are no more what was proved: shown nowhere.
        public let damaged: [Int64]

        public init(
            _ code: SiteCode, infusions: [String]?, results: Int, verified: Int64, missing: Int64, damaged: [Int64]
        ) {
            site = code.site
            patient = code.patient
            self.results = results
            self.verified = verified
            self.missing = missing
            self.damaged = damaged
            _infusions = OrNull(wrappedValue: infusions)
        }
    }

    public let report: PatientReport
    public let subject: String
    /// The centre's patients file knows the subject: its alerts are the centre's.
    public let judged: Bool
    public let sources: [Source]
    /// Every result by itself, with its site.
    public let measured: [ElsewhereValue]
    /// What the sites told of their own patient.
    public let siteAlerts: [CentralAlertsDocument.Entry]

    public init(
        _ report: PatientReport, subject: String, judged: Bool, sources: [Source], measured: [ElsewhereValue],
        siteAlerts: [(site: String, alert: Alert)]
    ) {
        self.report = report
        self.subject = subject
        self.judged = judged
        self.sources = sources
        self.measured = measured
        self.siteAlerts = siteAlerts.map { CentralAlertsDocument.Entry(site: $0.site, $0.alert) }
    }

    private enum Key: String, CodingKey {
        case subject, judged, sources, measured
        case siteAlerts = "site_alerts"
    }

    public func encode(to encoder: any Encoder) throws {
        try PatientDocument(report).encode(to: encoder)
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(subject, forKey: .subject)
        try fields.encode(judged, forKey: .judged)
        try fields.encode(sources, forKey: .sources)
        try fields.encode(measured, forKey: .measured)
        try fields.encode(siteAlerts, forKey: .siteAlerts)
    }
}

/// The course, then where its values come from.
public func centralPatientText(_ document: CentralPatientDocument, colour: Bool = false) -> String {
    let sources = document.sources.map { source in
        let missing = source.missing > 0 ? "; \(counted(source.missing, "record")) of it not proved yet" : ""
        let damaged =
            source.damaged.isEmpty
            ? ""
            : "; not shown, since they are not what was proved: records "
                + plainList(source.damaged.map(String.init), max: 5)
        return
            "from \(terminalSafe(source.site)): \(counted(source.results, "result")) of \(terminalSafe(source.patient))"
            + "\(missing)\(damaged)\n"
    }
    let judged =
        document.judged
        ? "" : "The centre's patients file does not know \(terminalSafe(document.subject)): nothing is judged here.\n"
    return patientText(document.report, colour: colour) + sources.joined() + judged
}

/// What other sites measured, for a site's own eyes.
public func elsewhereText(_ values: [ElsewhereValue]) -> String {
    guard !values.isEmpty else { return "measured elsewhere: nothing that the centre knows of\n" }
    var table = AlignedTable([
        .init("measured at"), .init("day", .right), .init("copies", .right), .init("unit"), .init("run"),
        .init("withheld"),
    ])
    for value in values {
        let copies =
            value.copies.map { plainCopies($0) }
            ?? (value.belowLLOQ ? "< LLOQ" : value.aboveULOQ ? "> ULOQ" : "–")
        table.add([
            value.site, value.day.map { "\($0)" } ?? "–", copies, value.unit, value.run, value.withheld ?? "",
        ])
    }
    return "measured elsewhere: not this laboratory's values, in no rule and no figure above\n" + table.text()
}

/// `patient --json --central`: the site's own document, and beside it what others measured.
public struct PatientWithElsewhere: Encodable, Sendable {
    public let own: PatientDocument
    public let elsewhere: [ElsewhereValue]
    private enum Key: String, CodingKey { case elsewhere }

    public init(_ own: PatientDocument, elsewhere: [ElsewhereValue]) {
        self.own = own
        self.elsewhere = elsewhere
    }

    public func encode(to encoder: any Encoder) throws {
        try own.encode(to: encoder)
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(elsewhere, forKey: .elsewhere)
    }
}
