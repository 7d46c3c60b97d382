// How alerts write a day's value.
import Text

extension DayValue {
    /// Its interval includes the threshold: the alert, or its absence, is borderline.
    func straddles(_ threshold: Double) -> Bool { intervalLow < threshold && (intervalHigh ?? .infinity) >= threshold }

    /// "84 copies/ul gDNA (95 % interval 60 to 110)", or what is known beyond a limit.
    var plain: String {
        if belowLLOQ { return "below the limit of quantification of \(plainCopies(level)) \(unit)" }
        if aboveULOQ { return "above the upper limit of quantification of \(plainCopies(level)) \(unit)" }
        guard let low, let high else { return "\(plainCopies(level)) \(unit)" }
        return "\(plainCopies(level)) \(unit) (95 % interval \(plainCopies(low)) to \(plainCopies(high)))"
    }
}
