public import Rules
import Text

/// `simulate trial --json`.
public struct TrialDocument: Codable, Sendable {
    public struct Row: Codable, Sendable {
        public var group: TrialGroup
        public var rule: String
        public var patients: Int
        public var fired: Int
        public var rate: Double
        @OrNull public var medianLeadDays: Double?

        enum CodingKeys: String, CodingKey {
            case group, rule, patients, fired, rate
            case medianLeadDays = "median_lead_days"
        }
    }
    public var schema = documentSchema
    public var seed: UInt64
    public var sdLog10: Double
    public var results: [Row]

    enum CodingKeys: String, CodingKey {
        case schema, seed, results
        case sdLog10 = "sd_log10"
    }

    public init(_ results: [TrialResult], settings: TrialSettings) {
        seed = settings.seed
        sdLog10 = settings.sdLog10
        self.results = results.map {
            Row(
                group: $0.group, rule: $0.rule, patients: $0.patients, fired: $0.fired, rate: $0.rate,
                medianLeadDays: $0.medianLeadDays)
        }
    }
}

/// The trial as a table, a row a rule: share of patients in whom it fired in each group, and how long before the
/// relapse.
public func trialText(
    _ results: [TrialResult], settings: TrialSettings, width: Int? = nil, colour: Bool = false
) -> String {
    var table = AlignedTable([
        .init("rule"), .init("plateau", .right), .init("stein", .right), .init("relapse", .right),
        .init("median lead", .right), .init("remission", .right),
        .init("reappears", .right), .init("late rise", .right), .init("climb", .right),
    ])
    var rules: [String] = []
    for result in results where !rules.contains(result.rule) { rules.append(result.rule) }
    for rule in rules {
        func cell(_ group: TrialGroup) -> String {
            results.first { $0.rule == rule && $0.group == group }.map { "\(plainDecimal($0.rate * 100, digits: 2)) %" }
                ?? "–"
        }
        let lead = results.first { $0.rule == rule && $0.group == .relapse }?.medianLeadDays
        table.add(
            [
                rule, cell(.plateau), cell(.stein), cell(.relapse),
                lead.map { "\(plainDecimal($0, digits: 0)) d" } ?? "–",
            ] + TrialGroup.late.map(cell))
    }
    let patients = results.first?.patients ?? 0
    let notes =
        """
        \(patients) virtual patients a group over the rules' visits, total SD \(plainDecimal(settings.sdLog10, digits: 3)) log10, LLOQ \(plainCopies(settings.lloq)), \
        seed \(settings.seed); 95 % intervals as plates give them, ±\(plainDecimal(settings.interval.halfWidthLog10(copies: settings.rules.relapseCopies), digits: 2)) \
        log10 at \(plainCopies(settings.rules.relapseCopies)) copies
        Each column is the share of its group's patients in whom the rule spoke at least once; median lead: days from its first word to the relapse.
        plateau: stays in remission, so what R3 to R8 say is a false alarm; stein: slow loss without relapse; relapse: before the relapse
        over five years: remission without relapse, so that every R8 is a false alarm; copies that reappear after a loss, a plateau that rises, a steady
        climb: heard at one of the first two visits with a tenfold rise (R8), and after a second sample (R8 confirmed)
        The generator is simple: trust the ranking of thresholds, not the third digit.
        """
    return table.text(colour: colour, columns: width)
        + notes.split(separator: "\n").map { folded(String($0), indent: 0, width: width) + "\n" }.joined()
}
