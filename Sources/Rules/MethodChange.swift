// Real-time and digital PCR count the same molecules in different ways: what a course says where both have measured.
import Assay
import Foundation

/// Whose value counts where two methods measured one sampling day. The other is shown and judged by no rule.
public enum SameDayMethod: String, Sendable, Codable, CaseIterable {
    /// That with the narrower interval, on a log scale; a quantified value before one beyond a limit; else real-time
    /// PCR's.
    case narrower
    case qPCR, dPCR

    /// - Parameter values: one a method, in the order of `MeasurementMethod`'s cases.
    func counted(of values: [DayValue]) -> DayValue? {
        let preferred: MeasurementMethod? =
            switch self {
            case .narrower: nil
            case .qPCR: .realTime
            case .dPCR: .digital
            }
        return values.first { $0.method == preferred } ?? values.min { width($0) < width($1) }
    }

    /// Width of the interval, log10; beyond a limit nothing is quantified and the lower limit tells more.
    private func width(_ value: DayValue) -> Double {
        guard value.quantified else { return 1000 + value.v }
        guard let low = value.low, let high = value.high, low > 0, high >= low else { return 100 }
        return log10(high / low)
    }
}

extension DayValue {
    /// What its copies count in: digital PCR that a factor bridges counts as the real-time assay does.
    var scale: MeasurementMethod { method == .digital && !bridged ? .digital : .realTime }

    /// "dPCR", "dPCR, bridged".
    var methodName: String { method.rawValue + (bridged ? ", bridged" : "") }
}

extension Course {
    /// What a finding must say of methods: which value came by which, where one that it stands on counts on another
    /// scale than the value; and what the other method found on the same day. Empty where there is nothing to say.
    /// - Parameter days: sampling days the finding stands on, besides the value and its predecessor.
    func methods(of value: DayValue, beside days: [Int]) -> String {
        let before = values.last { $0.day < value.day }.map { [$0.day] } ?? []
        let named = Set(before + days + [value.day])
        let told = values.filter { named.contains($0.day) }
        let other = value.besides.map { " By \($0.methodName) on the same day: \($0.plain); it does not count." }
            .joined()
        guard told.contains(where: { $0.scale != value.scale }) else { return other }
        let names = Set(told.map(\.methodName)).sorted().map { name in
            let days = told.filter { $0.methodName == name }.map { String($0.day) }
            return "\(days.count == 1 ? "day" : "days") \(days.joined(separator: ", ")) by \(name)"
        }
        return
            " The method changes (\(names.joined(separator: "; "))) and no factor bridges it: the change may be the "
            + "method's."
            + other
    }
}
