import Assay

/// The study's plate: everything in triplicate, side by side: standards of the CAR, no-template controls of both
/// targets, a positive control, then each sample with its CAR and its β-actin wells.
public struct PlateLayout: Sendable {
    public struct Sample: Hashable, Sendable {
        public var name: String
        /// Copies/µl gDNA of the CAR.
        public var copies: Double
        /// Copies/µl gDNA of β-actin; the default is about 60 ng/µl.
        public var referenceCopies: Double
        public init(_ name: String, copies: Double, referenceCopies: Double = 18_000) {
            self.name = name
            self.copies = copies
            self.referenceCopies = referenceCopies
        }
    }

    public static let replicates = 3
    public static let target = "BCMA-CAR-T"
    public static let reference = "ACTB"

    /// Copies/µl template, highest first. The two lowest lie close together, so that losing the last still leaves a
    /// limit below 84.
    public var standards: [Double] = [1e7, 1e6, 1e5, 1e4, 1e3, 100, 30, 10]
    /// Copies/µl of the CAR that contaminate its no-template controls.
    public var contamination = 0.0
    public var positiveControl: Double? = 1e4
    public var samples: [Sample]

    public init(samples: [Sample]) { self.samples = samples }

    /// Samples that find room beside the standard set of controls.
    public static let samplesMax = (PlateDesign.rows * PlateDesign.columns / replicates - 11) / 2

    /// Wells in plate order; what finds no room on the plate is left out.
    public func wells() -> [PlateDesign.Well] {
        typealias Group = (sample: String, type: SampleType, target: String, copies: Double, declared: Double?)
        var groups: [Group] = standards.enumerated().map { ("STD\($0 + 1)", .standard, Self.target, $1, $1) }
        groups.append(("NTC", .ntc, Self.target, contamination, nil))
        groups.append(("NTC", .ntc, Self.reference, 0, nil))
        if let positiveControl { groups.append(("PC", .positive, Self.target, positiveControl, nil)) }
        for sample in samples {
            groups.append((sample.name, .unknown, Self.target, sample.copies, nil))
            groups.append((sample.name, .unknown, Self.reference, sample.referenceCopies, nil))
        }
        var wells: [PlateDesign.Well] = []
        for (index, group) in groups.enumerated() {
            for replicate in 0..<Self.replicates {
                guard
                    let position = WellPosition(
                        number: index * Self.replicates + replicate + 1, columns: PlateDesign.columns),
                    position.row < PlateDesign.rows
                else { return wells }
                wells.append(
                    .init(
                        position, sample: group.sample, type: group.type, target: group.target, copies: group.copies,
                        declared: group.declared))
            }
        }
        return wells
    }
}
