// How alerts write a day's value.
import Assay
import Text

extension DayValue {
    /// Its interval includes the threshold: the alert, or its absence, is borderline.
    func straddles(_ threshold: Double) -> Bool { intervalLow < threshold && (intervalHigh ?? .infinity) >= threshold }

    /// "84 copies/ul gDNA (95 % interval 60 to 110)", or what is known beyond a limit.
    var plain: String {
        let amount = "\(plainCopies(level)) \(quantity.unit)"
        switch reading {
        case .belowLLOQ: return "below the limit of quantification of \(amount)"
        case .aboveULOQ: return "above the upper limit of quantification of \(amount)"
        case .quantified(let estimate):
            guard let low = estimate.low, let high = estimate.high else { return amount }
            return "\(amount) (95 % interval \(plainCopies(low)) to \(plainCopies(high)))"
        }
    }
}
