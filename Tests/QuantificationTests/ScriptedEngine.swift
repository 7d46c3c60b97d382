// A fake engine for suites that test what stands on Cq, not Cq itself: the curve itself carries the answer.
import Assay
import Quantification

/// Calls a curve by its first point: a positive number is the Cq, zero is "negative", a negative number "invalid".
struct ScriptedEngine: CqEngine {
    var standardError: Double? = 0.05

    func call(_ curves: [AmplificationCurve]) -> [CqResult] {
        curves.map { curve in
            guard let cq = curve.fluorescence.first, cq.isFinite, cq >= 0 else {
                return CqResult(call: .invalid, reason: "The curve cannot be read.")
            }
            guard cq > 0 else { return CqResult(call: .negative, reason: "No amplification.") }
            return CqResult(call: .positive, cq: cq, cqSE: standardError, efficiency: 1.95, n0: 1)
        }
    }
}
