// One sample of one target of a digital run, from its wells to its copies.
import Assay
import Foundation

struct DigitalJoin {
    private let sample: DigitalSample
    private let target: DigitalTarget
    private let plate: DigitalPlate
    private let counted: [PartitionCount]
    private let dispersion: Double
    private var analysis: SampleAnalysis

    /// A pool with fewer negative partitions is saturated: what they add to the count hangs on a handful.
    private static let negativesMin = 10

    init(_ sample: DigitalSample, of target: DigitalTarget, on plate: DigitalPlate) {
        self.sample = sample
        self.target = target
        self.plate = plate
        counted = sample.wells.filter(plate.counts).compactMap(\.partitions)
        dispersion = PartitionPool.dispersion(counted)
        analysis = SampleAnalysis(
            name: sample.name, label: sample.label, target: target.name, n: counted.count,
            quantity: Quantity(nil, unit: plate.settings.unit),
            cqMean: nil, cqSD: nil, relative: nil,
            flags: [.digitalPCR] + (plate.settings.digital.bridgingFactor == 1 ? [] : [.methodBridged]))
    }

    func joined() -> SampleAnalysis {
        var join = self
        join.judgeWells()
        if sample.type != .ntc { join.quantify() }
        if sample.type == .unknown { join.judgeReference() }
        return join.analysis
    }

    private mutating func judgeWells() {
        if target.role == nil { analysis.flag(.unknownTarget) }
        if counted.count < sample.wells.count { analysis.flag(.partitionsFew) }
        if counted.isEmpty {
            analysis.fail("None of its wells has \(plate.settings.digital.acceptedMin) accepted partitions.")
        }
        let range = PartitionPool.range(counted), limits = plate.settings.quality
        guard sample.type == .unknown, dispersion > 1, range > limits.replicateRangeWarn else { return }
        analysis.flag(.replicatesDiffer)
        if range > limits.replicateRangeFail {
            analysis.fail(
                "Its wells differ by a factor of \(plain(exp2(range), digits: 1)), which counting does not explain. "
                    + "Repeat the sample."
            )
        }
    }

    private mutating func quantify() {
        guard !counted.isEmpty else { return }
        guard let factor = plate.unit.factor else { return analysis.fail(plate.unit.fault ?? "Its unit is not known.") }
        let pool = PartitionPool(counted)
        let validated = target.role == .target ? plate.settings.lloq ?? 0 : 0
        let lloq = max(validated, pool.molecules(atPositives: plate.settings.digital.positivesMin) * factor)
        let uloq = pool.molecules(atNegatives: Self.negativesMin) * factor
        analysis.quantity = Quantity(
            nil, limits: lloq...max(lloq, uloq), unit: analysis.unit, withheld: analysis.reasons)
        guard let molecules = pool.moleculesPerPartition(dispersion: dispersion), pool.negative >= Self.negativesMin
        else {
            analysis.read(.aboveULOQ(uloq))
            analysis.flag(.aboveULOQ)
            return
        }
        guard pool.positive >= plate.settings.digital.positivesMin, molecules.value * factor >= lloq * (1 - 1e-9) else {
            analysis.read(.belowLLOQ(lloq))
            analysis.flag(.belowLLOQ)
            return
        }
        analysis.read(.quantified(molecules.times(factor)))
    }

    /// Few copies mean something only beside DNA that was there.
    private mutating func judgeReference() {
        guard target.role == .target else { return }
        let references = plate.targets.filter { $0.role == .reference }.flatMap(\.samples).filter {
            $0.key == sample.key && $0.type == .unknown
        }
        let positives = references.flatMap(\.wells).filter(plate.counts).compactMap(\.partitions).reduce(0) {
            $0 + $1.positive
        }
        let least = plate.settings.digital.referencePositivesMin
        if references.isEmpty {
            guard analysis.belowLLOQ, plate.settings.targets.contains(where: { $0.role == .reference }) else { return }
            withhold(
                "Inadequate sample: no reference gene was measured beside it, so few copies cannot be told from too "
                    + "little DNA."
            )
        } else if positives < least {
            withhold(
                "Inadequate sample: its reference gene stands in \(positives) partitions only, at least \(least) are "
                    + "required."
            )
        }
    }

    private mutating func withhold(_ reason: String) {
        analysis.flag(.inadequateReference)
        analysis.fail(reason)
        analysis.withholdValue()
    }
}
