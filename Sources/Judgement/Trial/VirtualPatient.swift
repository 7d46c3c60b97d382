// Virtual patients of the Monte Carlo: three groups as the clinical domain's section 4 describes them. The generator is simple; only rankings are solid.
import Foundation

/// What becomes of a virtual patient.
public enum TrialGroup: String, Sendable, Codable, CaseIterable {
    /// Stays in remission: every alert is a false one.
    case plateau
    /// Stein's model of 2019, no plateau: contraction and slow loss without a relapse.
    case stein
    /// A plateau, then a log-linear fall to the relapse level 30 days before the relapse.
    case relapse
}

/// The true copies of one virtual patient, in the assay's unit, over days after the infusion.
struct VirtualPatient {
    var peak: Double
    var tmax: Double
    /// Expansion: the peak is this many times what was infused.
    var fold: Double
    /// Log rates a day of the two phases after the peak, and the level that the slow one starts from.
    var alpha: Double
    var beta: Double
    var slowStart: Double
    /// Day and log10 slope of the final fall.
    var fall: (from: Double, slope: Double)?
    /// Day of the relapse.
    var relapse: Double?

    func copies(on day: Double) -> Double {
        if let fall, day > fall.from { return steady(on: fall.from) * pow(10, fall.slope * (day - fall.from)) }
        return steady(on: day)
    }

    /// Stein 2019: exponential growth to the peak, then two exponential phases.
    private func steady(on day: Double) -> Double {
        if day < tmax { return peak / fold * exp(log(fold) / tmax * day) }
        return max(peak - slowStart, 0) * exp(-alpha * (day - tmax)) + slowStart * exp(-beta * (day - tmax))
    }

    static func drawn(_ group: TrialGroup, relapseCopies: Double, _ numbers: inout SeededGenerator) -> VirtualPatient {
        switch group {
        case .plateau: return plateau(&numbers)
        case .stein: return stein(&numbers)
        case .relapse:
            var patient = plateau(&numbers)
            let relapse = numbers.uniform(150, 690)
            let reached = relapse - 30
            let from = max(reached - numbers.uniform(60, 180), patient.tmax)
            patient.relapse = relapse
            patient.fall = (from, log10(relapseCopies / patient.steady(on: from)) / (reached - from))
            return patient
        }
    }

    private static func plateau(_ numbers: inout SeededGenerator) -> VirtualPatient {
        let peak = pow(10, numbers.normal(5.2, 0.25))
        let tmax = numbers.uniform(8, 16)
        let level = pow(10, min(max(numbers.normal(4.4, 0.28), 3.95), 5.05))
        let halfLife = exp(numbers.normal(log(900), 0.4))
        return VirtualPatient(peak: peak, tmax: tmax, fold: 3900, alpha: 0.16, beta: log(2) / halfLife, slowStart: level)
    }

    private static func stein(_ numbers: inout SeededGenerator) -> VirtualPatient {
        let peak = 24_000.0
        let slow = min(0.0079 * exp(numbers.normal(0, 0.8)), 1)
        return VirtualPatient(
            peak: peak, tmax: 9.3, fold: 3900, alpha: 0.16 * exp(numbers.normal(0, 0.5)), beta: 0.0032 * exp(numbers.normal(0, 0.5)),
            slowStart: slow * peak)
    }
}
