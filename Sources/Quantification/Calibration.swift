// The standard curve of one target on one plate, from its wells to the range it is valid in.
import Assay
import Foundation

struct Calibration {
    let levels: [JudgedLevel]
    /// Nil where no line can be drawn.
    let fit: CalibrationFit?
    /// Lowest to highest used quantity, in the standards' unit; nil where the levels do not lie on one line.
    let range: ClosedRange<Double>?
    /// Why there is no range, a sentence; nil where there is one.
    let fault: String?
    /// Why the declared quantities do not count copies, a sentence; nil where nothing speaks against it.
    let unitFault: String?

    /// A plate declares fewer different quantities than this.
    static let levelsMax = 64

    /// Nil where the plate carries no standards of this target.
    init?(of group: TargetGroup, unit: QuantityUnit, limits: QualityLimits) {
        guard group.reactions.contains(where: { $0.reaction.sampleType == .standard }) else { return nil }
        let gathered = standardLevels(of: group)
        guard gathered.count <= Self.levelsMax else {
            levels = []
            fit = nil
            range = nil
            unitFault = nil
            fault =
                "The plate declares \(gathered.count) different standard quantities of \(printable(group.name)); at "
                + "most \(Self.levelsMax) can be judged."
            return
        }
        let controlCq = group.counted(.ntc).compactMap(\.countedCq).min()
        var judged = judgedLevels(gathered, controlCq: controlCq, moleculesPerUnit: unit.molecules, limits: limits)
        let used = judged.filter(\.used).map(\.level.quantity)
        fit = used.count < 2 ? nil : calibrationFit(judged, moleculesPerUnit: unit.molecules, limits: limits)
        unitFault =
            group.role == nil
            ? nil : declaredUnitFault(of: group) ?? scaleFault(judged, fit: fit, unit: unit, limits: limits)
        if let fit, let low = used.min(), let high = used.max() {
            let worst = worstLevel(judged, fit: fit, moleculesPerUnit: unit.molecules, limits: limits)?.strain ?? 0,
                allowed = deviationMax(limits)
            let isLine = worst <= allowed
            range = isLine && unitFault == nil ? low...high : nil
            fault =
                !isLine
                ? "The remaining standard levels do not lie on one line (up to \(plain(worst, digits: 2)) cycles off, "
                    + "at most \(plain(allowed, digits: 2)))."
                : unitFault
        } else {
            range = nil
            fault =
                used.count < 2
                ? "\(used.isEmpty ? "No standard level is" : "Only one standard level is") usable."
                : "The usable standards give no falling line."
            for index in judged.indices where judged[index].used && used.count > 1 {
                judged[index].reason =
                    "Level \(plain(judged[index].level.quantity)) is left out: a higher quantity does not amplify "
                    + "earlier."
            }
        }
        levels = judged
    }

    var curve: StandardCurve {
        StandardCurve(
            slope: fit?.slope, intercept: fit?.intercept, efficiency: fit?.efficiency.finite, r2: fit?.r2,
            n: fit?.n ?? 0, lloq: range?.lowerBound,
            uloq: range?.upperBound,
            levels: levels.map { judged in
                let cq = judged.level.meanCq
                return StandardCurve.Level(
                    quantity: judged.level.quantity, used: judged.used, reason: judged.reason,
                    n: judged.level.cqs.count, cq: cq,
                    backCalculated: cq.flatMap { cq in fit.flatMap { pow(10, $0.logQuantity(atCq: cq)).finite } },
                    cv: judged.level.quantityCV?.finite)
            })
    }
}

/// The limits within which a quantity is reported, with room for the rounding of a logarithm and back.
func contains(_ range: ClosedRange<Double>, _ quantity: Double) -> Bool {
    quantity >= range.lowerBound * (1 - 1e-9) && quantity <= range.upperBound * (1 + 1e-9)
}
