// A plate for tests: wells are laid out in order, each with a curve that carries its own Cq for the ScriptedEngine.
import Assay
import Foundation
import Quantification

struct PlateBuilder {
    var reactions: [Reaction] = []
    var settings = AssaySettings()
    /// The line that standards and samples lie on.
    var slope = -3.35
    var intercept = 38.0
    var findings: [QualityFinding] = []

    static let target = "BCMA-CAR-T"

    /// Cq 0 is a negative well, a negative number an unreadable one.
    mutating func well(
        _ name: String, _ type: SampleType, _ cq: Double, target: String? = PlateBuilder.target,
        dye: String? = "SYBR Green I", id: String? = nil,
        quantity: Double? = nil, excluded: Bool = false, instrumentCq: Double? = nil
    ) {
        let index = reactions.count
        guard let position = WellPosition(row: index / 24, column: index % 24) else { return }
        reactions.append(
            Reaction(
                position: position, sampleName: name, sampleID: id ?? "id of \(name)", sampleType: type, target: target,
                dye: dye, excluded: excluded,
                standardQuantity: quantity, amplification: AmplificationCurve(fluorescence: [cq]),
                instrumentCq: instrumentCq,
                instrumentCall: instrumentCq == nil ? nil : .positive))
    }

    mutating func replicates(
        _ name: String, _ cqs: [Double], type: SampleType = .unknown, target: String? = PlateBuilder.target,
        id: String? = nil
    ) {
        for cq in cqs { well(name, type, cq, target: target, id: id) }
    }

    func cq(of quantity: Double) -> Double { intercept + slope * log10(quantity) }

    /// Duplicates at ±scatter around the line.
    mutating func standards(_ quantities: [Double], scatter: Double = 0.05, target: String? = PlateBuilder.target) {
        for quantity in quantities {
            for sign in [-1.0, 1.0] {
                well(
                    "Standard \(quantity)", .standard, cq(of: quantity) + sign * scatter, target: target,
                    quantity: quantity)
            }
        }
    }

    mutating func negativeControls(_ cqs: [Double] = [0, 0], target: String? = PlateBuilder.target) {
        for cq in cqs { well("NTC", .ntc, cq, target: target) }
    }

    /// Seven clean levels, negative controls, a positive control.
    static func clean() -> Self {
        var plate = Self()
        plate.standards([1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1])
        plate.negativeControls()
        plate.well("Positive", .positive, plate.cq(of: 1e5))
        return plate
    }

    /// A sample with its reference gene.
    mutating func sample(_ name: String, _ cqs: [Double], reference: [Double] = [22, 22.1, 21.9]) {
        replicates(name, cqs)
        replicates(name, reference, target: "ACTB")
    }

    var run: Run {
        Run(
            format: .lc96, identity: RunIdentity(id: "run", serial: "1", started: "2026-05-14T10:00:00"),
            instrument: nil, software: nil, saved: nil,
            cycles: 45, reactions: reactions, findings: findings)
    }

    func analysed(_ engine: any CqEngine = ScriptedEngine()) -> RunAnalysis {
        analyse(run, settings: settings, naming: SampleNaming(), engine: engine)
    }
}

extension RunAnalysis {
    func sample(_ name: String, target: String = PlateBuilder.target) -> SampleAnalysis? {
        samples.first { $0.name == name && $0.target == target }
    }

    func curve(_ target: String = PlateBuilder.target) -> StandardCurve? { targets.first { $0.name == target }?.curve }

    func status(_ rule: RuleID) -> QualityFinding.Status? { quality.filter { $0.rule == rule }.map(\.status).max() }
}
