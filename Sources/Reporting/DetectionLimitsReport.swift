public import Assay
internal import Judgement

/// `lod --json`.
public struct DetectionLimitsDocument: Codable, Hashable, Sendable {
    public struct Target: Codable, Hashable, Sendable {
        public struct Level: Codable, Hashable, Sendable {
            public var quantity: Double
            public var replicates: Int
            public var detected: Int
            @OrNull public var cq: Double?
            @OrNull public var cv: Double?
        }
        public var target: String
        @OrNull public var slope: Double?
        @OrNull public var intercept: Double?
        @OrNull public var lod: Double?
        @OrNull public var loq: Double?
        /// Why a limit is null; null where none is.
        @OrNull public var reason: String?
        public var levels: [Level]
    }
    public var schema = documentSchema
    public var targets: [Target]

    public init(_ targets: [(target: String, limits: DetectionLimits)]) {
        self.targets = targets.map { name, limits in
            Target(
                target: name, slope: limits.slope, intercept: limits.intercept, lod: limits.lod, loq: limits.loq, reason: reason(limits),
                levels: limits.levels.map { .init(quantity: $0.quantity, replicates: $0.replicates, detected: $0.detected, cq: $0.cq, cv: $0.cv) })
        }
    }
}

/// The limits for people: a line a target, then what each level showed.
public func detectionLimitsText(_ targets: [(target: String, limits: DetectionLimits)], colour: Bool = false) -> String {
    targets.map { name, limits in
        var table = TextTable([
            .init("quantity", .right), .init("detected", .right), .init("of", .right), .init("mean Cq", .right), .init("CV of the quantity", .right),
        ])
        for level in limits.levels {
            table.add([plainCopies(level.quantity), String(level.detected), String(level.replicates), fixed(level.cq, 2), level.cv.map(percent) ?? "–"])
        }
        let title = Ink.bold.applied(name.isEmpty ? "limits" : terminalSafe(name), colour: colour)
        let head =
            "LOD \(limits.lod.map(plainCopies) ?? "–"), LOQ \(limits.loq.map(plainCopies) ?? "–"), slope \(fixed(limits.slope, 3)), intercept \(fixed(limits.intercept, 2))"
        return "\(title): \(head)\n" + (reason(limits).map { folded($0, indent: 0) + "\n" } ?? "") + table.text(colour: colour)
    }.joined(separator: "\n")
}

private func reason(_ limits: DetectionLimits) -> String? {
    if limits.levels.isEmpty { return "The table holds no well with a quantity." }
    if limits.lod == nil { return "No LOD: the highest level is not detected in 95 % of its replicates." }
    if limits.slope == nil { return "No LOQ: the levels detected throughout give no falling line." }
    if limits.loq == nil { return "No LOQ: the quantities of the highest level scatter by more than 35 %." }
    return nil
}

/// "25 %", "0 %", "over 999 %".
func percent(_ fraction: Double) -> String { fraction < 10 ? "\(Int((100 * fraction).rounded())) %" : "over 999 %" }
