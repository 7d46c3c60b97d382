import Foundation

/// What became of a patient of the study.
public enum StudyOutcome: String, Sendable {
    /// Complete remission that lasted; the copies passed 1×10^5.
    case completeRemission = "complete remission"
    /// Remission that lasted without the copies ever passing 1×10^5.
    case partialRemission = "partial remission"
    case stableDisease = "stable disease"
    case progressiveDisease = "progressive disease"
}

/// One of the study's ten patients (Zhang et al. 2023, doi 10.3892/etm.2023.12170, as the clinical domain's section 2
/// tells it). The study publishes no single curves: peaks and levels are chosen so that its sentences come true, away
/// from every threshold.
struct StudyPatient: Sendable {
    let code: String
    /// Cells/kg.
    let dose: String
    let outcome: StudyOutcome
    /// Days after the first infusion of the study.
    let infusionOffset: Int
    let kinetics: ExpansionKinetics
    /// Sampling days after the infusion.
    let visits: [Int]
    /// Day and reason of the end of observation.
    var end: (day: Int, reason: String)?
    /// Standard deviation from day to day, log10.
    var dayToDaySD = 0.04

    /// The study measured 84 copies/µl gDNA 30 days before the relapse. A measured value scatters about the true one,
    /// and the story is told by every seed only where the true one lies a little below.
    static let relapseCopies = 78.0

    static let nominalVisits = [0, 7, 14, 21, 30, 60, 150, 240, 330, 420, 510, 600, 690]
    /// Lasting remission holds 8,526–116,433 copies/µl gDNA; true values stay inside by more than the assay's error.
    static let remissionRange = 9_900.0...103_000.0
    static let remissionFromDay = 60

    /// True copies/µl gDNA at a visit.
    func copies(day: Int, random: inout SeededRandom) -> Double {
        let scatter = max(-2, min(2, random.normal())) * dayToDaySD
        let value = kinetics.copies(day: Double(day)) * pow(10, scatter)
        let inRemission = outcome == .completeRemission || outcome == .partialRemission
        guard inRemission, day >= Self.remissionFromDay else { return value }
        return min(max(value, Self.remissionRange.lowerBound), Self.remissionRange.upperBound)
    }
}

extension StudyPatient {
    /// Three doses, infused a quarter of a year apart, so that the quarterly visits of one group fall near those of the
    /// others.
    static let all: [StudyPatient] = [
        remission("P01", "0.5e6", 0, peak: 520_000, on: 7, persistent: 0.2, loss: 0.0012),
        remission("P02", "0.5e6", 1, peak: 360_000, on: 10, persistent: 0.11, loss: 0.001),
        StudyPatient(
            code: "P03", dose: "0.5e6 cells/kg", outcome: .stableDisease, infusionOffset: 2,
            kinetics: ExpansionKinetics(
                peak: 40_000, peakDay: 14, persistent: 0.6, slowLoss: 0.0015,
                decline: .init(from: 255, to: 307, copies: relapseCopies)),
            visits: nominalVisits.filter { $0 < 307 } + [307], end: (337, "progression"), dayToDaySD: 0),
        remission("P04", "2.0e6", 91, peak: 290_000, on: 12, persistent: 0.1, loss: 0.0006),
        StudyPatient(
            code: "P05", dose: "2.0e6 cells/kg", outcome: .partialRemission, infusionOffset: 92,
            kinetics: ExpansionKinetics(peak: 52_000, peakDay: 12, persistent: 0.29, slowLoss: 0.0005),
            visits: nominalVisits),
        remission("P06", "2.0e6", 92, peak: 650_000, on: 11, persistent: 0.05, loss: 0.0006),
        StudyPatient(
            code: "P07", dose: "2.0e6 cells/kg", outcome: .progressiveDisease, infusionOffset: 93,
            kinetics: ExpansionKinetics(peak: 7_000, peakDay: 13, persistent: 0.05, slowLoss: 0.003),
            visits: nominalVisits.filter { $0 < 24 }, end: (24, "death")),
        remission("P08", "4.0e6", 181, peak: 240_000, on: 13.5, persistent: 0.12, loss: 0.0005),
        remission("P09", "4.0e6", 182, peak: 420_000, on: 14, persistent: 0.045, loss: 0.0004),
        remission("P10", "4.0e6", 183, peak: 310_000, on: 18, persistent: 0.08, loss: 0.0005),
    ]

    private static func remission(
        _ code: String, _ dose: String, _ offset: Int, peak: Double, on day: Double, persistent: Double, loss: Double
    ) -> StudyPatient {
        StudyPatient(
            code: code, dose: dose + " cells/kg", outcome: .completeRemission, infusionOffset: offset,
            kinetics: ExpansionKinetics(peak: peak, peakDay: day, persistent: persistent, slowLoss: loss),
            visits: nominalVisits)
    }
}
