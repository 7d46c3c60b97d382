public import Assay
public import Rules

/// `analyze --json`.
public struct AnalyzeDocument: Codable, Hashable, Sendable {
    /// A file of which nothing could be read.
    public struct Failure: Codable, Hashable, Sendable {
        public var file: String
        public var reason: String
        public init(file: String, reason: String) {
            self.file = file
            self.reason = reason
        }
    }
    public var schema = documentSchema
    public var runs: [RunDocument]
    public var failures: [Failure]

    public init(runs: [RunDocument], failures: [Failure] = []) {
        self.runs = runs
        self.failures = failures
    }
}

public struct RunDocument: Codable, Hashable, Sendable {
    public struct Identity: Codable, Hashable, Sendable {
        public var id: String
        @OrNull public var instrument: String?
        @OrNull public var serial: String?
        @OrNull public var started: String?
        /// The instrument writes none.
        @OrNull public var timezone: String?
        @OrNull public var software: String?
        @OrNull public var saved: String?
        public var cycles: Int
    }
    public var file: String
    public var sha256: String
    public var format: FormatName
    public var complete: Bool
    /// What the file lacks; null where it is complete.
    @OrNull public var incomplete: String?
    public var run: Identity
    public var targets: [TargetDocument]
    public var wells: [WellDocument]
    public var samples: [SampleDocument]
    public var qc: [QualityFinding]
    /// What persons decided about it, oldest first; none of a file that was only analysed.
    public var decisions: [RunDecisionDocument]

    /// `attributions`: one a sample and in their order, where the patients are known; then they say patient and day.
    public init(
        file: String, sha256: String, analysis: RunAnalysis, attributions: [Attribution] = [],
        decisions: [RunDecisionDocument] = []
    ) {
        self.file = file
        self.sha256 = sha256
        format = analysis.format
        complete = analysis.incomplete == nil
        _incomplete = OrNull(wrappedValue: analysis.incomplete)
        run = Identity(
            id: analysis.identity.id.text, instrument: analysis.instrument, serial: analysis.identity.serial,
            started: analysis.identity.started,
            timezone: nil, software: analysis.software, saved: analysis.saved, cycles: analysis.cycles)
        targets = analysis.targets.map(TargetDocument.init)
        wells = analysis.wells.map(WellDocument.init)
        let known = attributions.count == analysis.samples.count
        let untrusted = analysis.qualityStatus == .fail ? "The run failed its quality control." : nil
        let joined = Dictionary(grouping: analysis.wells.filter { !$0.excluded }) { [$0.sample, $0.target] }
        samples = analysis.samples.enumerated().map {
            SampleDocument(
                $1, of: joined[[$1.name, $1.target]] ?? [], known ? attributions[$0] : nil, untrusted: untrusted)
        }
        qc = analysis.quality
        self.decisions = decisions
    }
}

extension RunDocument {
    /// The same with its curves in each well.
    public func with(_ curves: [CurvesDocument]) -> RunDocument {
        struct Key: Hashable {
            let well: String
            let target: String?
            let dye: String?
        }
        let known = Dictionary(
            curves.map { (Key(well: $0.well, target: $0.target, dye: $0.dye), $0) },
            uniquingKeysWith: { first, _ in first })
        var run = self
        for index in run.wells.indices {
            let well = run.wells[index]
            run.wells[index].setCurves(known[Key(well: well.well, target: well.target, dye: well.dye)])
        }
        return run
    }
}

public struct TargetDocument: Codable, Hashable, Sendable {
    public struct Curve: Codable, Hashable, Sendable {
        public struct Level: Codable, Hashable, Sendable {
            @OrNull public var quantity: Double?
            public var used: Bool
            @OrNull public var reason: String?
            @OrNull public var n: Int?
            @OrNull public var cq: Double?
            /// Quantity that the line gives at the level's mean Cq.
            @OrNull public var backCalculated: Double?
            /// Coefficient of variation of the replicates' quantities.
            @OrNull public var cv: Double?

            enum CodingKeys: String, CodingKey {
                case quantity, used, reason, n, cq, cv
                case backCalculated = "back_calculated"
            }
        }
        @OrNull public var slope: Double?
        @OrNull public var intercept: Double?
        @OrNull public var efficiency: Double?
        @OrNull public var r2: Double?
        public var n: Int
        @OrNull public var lloq: Double?
        @OrNull public var uloq: Double?
        public var levels: [Level]
    }
    public var name: String
    @OrNull public var role: TargetRole?
    @OrNull public var curve: Curve?
    /// What the instrument's software fitted to its own Cq.
    public struct InstrumentCurve: Codable, Hashable, Sendable {
        public var slope: Double
        @OrNull public var intercept: Double?
        @OrNull public var efficiency: Double?
        @OrNull public var r2: Double?
        /// Standard error of the estimate, cycles.
        @OrNull public var error: Double?
    }
    @OrNull public var instrumentCurve: InstrumentCurve?

    enum CodingKeys: String, CodingKey {
        case name, role, curve
        case instrumentCurve = "instrument_curve"
    }

    init(_ target: TargetAnalysis) {
        name = target.name
        _role = OrNull(wrappedValue: target.role)
        _instrumentCurve = OrNull(
            wrappedValue: target.instrumentCurve.map {
                InstrumentCurve(
                    slope: $0.slope, intercept: $0.intercept, efficiency: $0.efficiency, r2: $0.r2, error: $0.error)
            })
        _curve = OrNull(
            wrappedValue: target.curve.map { curve in
                Curve(
                    slope: curve.slope, intercept: curve.intercept, efficiency: curve.efficiency, r2: curve.r2,
                    n: curve.n, lloq: curve.lloq,
                    uloq: curve.uloq,
                    levels: curve.levels.map {
                        .init(
                            quantity: $0.quantity, used: $0.used, reason: $0.reason, n: $0.n, cq: $0.cq,
                            backCalculated: $0.backCalculated, cv: $0.cv)
                    })
            })
    }
}
