public import Assay
internal import Text

/// `lod --json`.
public struct DetectionLimitsDocument: Codable, Hashable, Sendable {
    public struct Target: Codable, Hashable, Sendable {
        public struct Level: Codable, Hashable, Sendable {
            public var quantity: Double
            public var replicates: Int
            public var detected: Int
            /// False where it has too few replicates to show a share.
            public var counts: Bool
            @OrNull public var cq: Double?
            @OrNull public var cv: Double?
        }
        public var target: String
        @OrNull public var slope: Double?
        @OrNull public var intercept: Double?
        @OrNull public var lod: Double?
        /// The quantity detected in 95 % of reactions, fitted to all levels, and the bounds of its 95 % confidence
        /// interval.
        @OrNull public var lod95: Double?
        @OrNull public var lod95Low: Double?
        @OrNull public var lod95High: Double?
        @OrNull public var loq: Double?
        /// Why a limit is null; null where none is.
        @OrNull public var reason: String?
        /// What looks like a mistake in the table.
        public var remarks: [String]
        public var levels: [Level]
    }
    public var schema = documentSchema
    public var targets: [Target]

    public init(_ targets: [TargetLimits]) {
        self.targets = targets.map { target in
            let limits = target.limits
            return Target(
                target: target.name, slope: limits.slope, intercept: limits.intercept, lod: limits.lod,
                lod95: limits.lod95?.quantity,
                lod95Low: limits.lod95?.low, lod95High: limits.lod95?.high, loq: limits.loq, reason: reason(limits),
                remarks: target.remarks,
                levels: limits.levels.map {
                    .init(
                        quantity: $0.quantity, replicates: $0.replicates, detected: $0.detected, counts: $0.counts,
                        cq: $0.cq, cv: $0.cv)
                })
        }
    }
}

/// One target's limits, and what is remarked on its table.
public struct TargetLimits: Hashable, Sendable {
    public let name: String
    public let limits: DetectionLimits
    public let remarks: [String]
    public init(name: String, limits: DetectionLimits, remarks: [String]) {
        self.name = name
        self.limits = limits
        self.remarks = remarks
    }
}

/// The limits for people: a line a target, then what each level showed.
public func detectionLimitsText(_ targets: [TargetLimits], width: Int? = nil, colour: Bool = false) -> String {
    targets.map { target in
        let limits = target.limits
        var table = AlignedTable([
            .init("quantity", .right), .init("detected", .right), .init("of", .right), .init("mean Cq", .right),
            .init("CV of the quantity", .right),
            .init("", .left),
        ])
        for level in limits.levels {
            table.add([
                plainCopies(level.quantity), String(level.detected), String(level.replicates), fixed(level.cq, 2),
                level.cv.map(percent) ?? "–",
                level.counts ? "" : "too few",
            ])
        }
        let name = target.name.isEmpty ? "limits" : terminalSafe(target.name)
        let head =
            "LOD \(limits.lod.map(plainCopies) ?? "–"), LOQ \(limits.loq.map(plainCopies) ?? "–"), slope "
            + "\(fixed(limits.slope, 3)), intercept \(fixed(limits.intercept, 2))"
        let notes = [interval(limits), reason(limits)].compactMap(\.self) + target.remarks
        return Ink.bold.applied(name, colour: colour) + ": "
            + folded(head, indent: min(name.count + 2, 20), width: width) + "\n"
            + notes.map { folded($0, indent: 0, columns: width ?? textColumns) + "\n" }.joined()
            + table.text(colour: colour, columns: width)
    }.joined(separator: "\n")
}

private func interval(_ limits: DetectionLimits) -> String? {
    guard let found = limits.lod95 else { return nil }
    guard let quantity = found.quantity else {
        return found.high.map {
            "Every replicate was detected: 95 % detection is reached at \(plainCopies($0)) at most (95 % confidence)."
        }
    }
    return
        "95 % are detected at \(plainCopies(quantity)), 95 % confidence interval "
        + "\(found.low.map(plainCopies) ?? "unbounded") – \(found.high.map(plainCopies) ?? "unbounded")."
}

private func reason(_ limits: DetectionLimits) -> String? {
    if limits.levels.isEmpty { return "The table holds no well with a quantity." }
    if !limits.levels.contains(where: \.counts) {
        return "No LOD: no level has enough replicates to show that 95 % are detected."
    }
    if limits.lod == nil { return "No LOD: the highest level that counts is not detected in 95 % of its replicates." }
    if limits.slope == nil { return "No LOQ: the levels detected throughout give no falling line." }
    if limits.loq == nil { return "No LOQ: the quantities of the highest level scatter by more than 35 %." }
    return nil
}

/// "25 %", "0 %", "over 999 %".
func percent(_ fraction: Double) -> String { fraction < 10 ? "\(Int((100 * fraction).rounded())) %" : "over 999 %" }
