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

    /// `attributions`: one a sample and in their order, where the patients are known; then they say patient and day.
    public init(file: String, sha256: String, analysis: RunAnalysis, attributions: [Attribution] = []) {
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
        samples = analysis.samples.enumerated().map {
            SampleDocument($1, known ? attributions[$0] : nil, untrusted: untrusted)
        }
        qc = analysis.quality
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

    init(_ target: TargetAnalysis) {
        name = target.name
        _role = OrNull(wrappedValue: target.role)
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
