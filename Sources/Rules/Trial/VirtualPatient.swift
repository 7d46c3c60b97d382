// Virtual patients of the Monte Carlo: three groups as the clinical domain's section 4 describes them, and four for the
// late rise. The generator is simple; only rankings are solid.
import Foundation
import Statistics

/// What becomes of a virtual patient.
public enum TrialGroup: String, Sendable, Codable, CaseIterable {
    /// Stays in remission: every alert is a false one.
    case plateau
    /// Stein's model of 2019, no plateau: contraction and slow loss without a relapse.
    case stein
    /// A plateau, then a log-linear fall to the relapse level 30 days before the relapse.
    case relapse
    /// Five years without a relapse, half of them on a plateau, half with a slow loss to nothing: every R8 is a false
    /// one.
    case remission
    /// Lost, and back years later: R8 is to be heard at one of the first two visits on which the truth is tenfold the
    /// LLOQ.
    case reappearance
    /// A plateau that grows: at one of the first two visits on which the truth is tenfold the lowest visit before.
    case lateRise
    /// About 2.5-fold a visit from a low plateau: likewise.
    case climb

    /// The groups that R8 is tried on.
    public static let late: [TrialGroup] = [.remission, .reappearance, .lateRise, .climb]

    /// The study's two years, or five with the yearly visits.
    func visits(_ settings: RuleSettings) -> [Visit] {
        Self.late.contains(self) ? settings.schedule.filter { $0.day <= 5 * 366 } : settings.visits
    }
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
    /// Day from which the copies are gone; nil: never.
    var lost: Double?
    /// Late growth: from a day on, from a level, log10 a day, up to a level.
    var rise: (from: Double, level: Double, slope: Double, top: Double)?

    func copies(on day: Double) -> Double {
        if let rise, day >= rise.from { return min(rise.level * pow(10, rise.slope * (day - rise.from)), rise.top) }
        if let lost, day >= lost { return 0 }
        if let fall, day > fall.from { return steady(on: fall.from) * pow(10, fall.slope * (day - fall.from)) }
        return steady(on: day)
    }

    /// Stein 2019: exponential growth to the peak, then two exponential phases.
    private func steady(on day: Double) -> Double {
        if day < tmax { return peak / fold * exp(log(fold) / tmax * day) }
        return max(peak - slowStart, 0) * exp(-alpha * (day - tmax)) + slowStart * exp(-beta * (day - tmax))
    }

    /// Index of the visit on which the rise is there: the truth is tenfold the lowest visit since the contraction, or
    /// the LLOQ where that was lower.
    func onset(_ visits: [Visit], lloq: Double, lateDay: Int) -> Int? {
        guard let rise else { return nil }
        return visits.indices.first { index in
            let before = visits[..<index].filter { $0.day >= lateDay && Double($0.day) < rise.from }.map {
                max(copies(on: Double($0.day)), lloq)
            }
            return before.min().map { copies(on: Double(visits[index].day)) >= 10 * $0 } ?? false
        }
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
        case .remission: return numbers.uniform() < 0.5 ? plateau(&numbers) : stein(&numbers)
        case .reappearance:
            var patient = plateau(&numbers)
            patient.lost = numbers.uniform(40, 200)
            patient.rise = (numbers.uniform(280, 1000), 1, numbers.uniform(0.01, 0.05), pow(10, numbers.uniform(4, 6)))
            return patient
        case .lateRise:
            var patient = plateau(&numbers)
            let (from, fold) = (numbers.uniform(200, 1000), pow(10, numbers.uniform(1.3, 3)))
            let level = patient.steady(on: from)
            patient.rise = (from, level, numbers.uniform(0.005, 0.05), level * fold)
            return patient
        case .climb:
            var patient = plateau(&numbers)
            patient.slowStart = pow(10, numbers.normal(3.4, 0.28))
            let from = numbers.uniform(60, 300)
            let level = patient.steady(on: from)
            patient.rise = (from, level, numbers.uniform(0.3, 0.5) / 90, level * 1e4)
            return patient
        }
    }

    private static func plateau(_ numbers: inout SeededGenerator) -> VirtualPatient {
        let peak = pow(10, numbers.normal(5.2, 0.25))
        let tmax = numbers.uniform(8, 16)
        let level = pow(10, min(max(numbers.normal(4.4, 0.28), 3.95), 5.05))
        let halfLife = exp(numbers.normal(log(900), 0.4))
        return VirtualPatient(
            peak: peak, tmax: tmax, fold: 3900, alpha: 0.16, beta: log(2) / halfLife, slowStart: level)
    }

    private static func stein(_ numbers: inout SeededGenerator) -> VirtualPatient {
        let peak = 24_000.0
        let slow = min(0.0079 * exp(numbers.normal(0, 0.8)), 1)
        return VirtualPatient(
            peak: peak, tmax: 9.3, fold: 3900, alpha: 0.16 * exp(numbers.normal(0, 0.5)),
            beta: 0.0032 * exp(numbers.normal(0, 0.5)),
            slowStart: slow * peak)
    }
}
