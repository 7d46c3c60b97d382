import Foundation
import Testing

@testable import Quantification

/// The C library's functions are right to the last digit or two, 2e-16.
@Suite struct VectorMathTests {
    @Test func `the exponential is right to 1e-14 over its whole range`() {
        var worst = 0.0
        for step in -700_000...700_000 {
            let x = Double(step) * 0.001 + 1e-5 * sin(Double(step))
            guard abs(x) <= 700 else { continue }
            worst = max(worst, abs(exponential(x) / exp(x) - 1))
        }
        #expect(worst < 1e-14, "\(worst)")
    }

    @Test func `it is held at its ends, finite and above zero`() {
        #expect(exponential(1e300) == exponential(700.0) && exponential(1e300).isFinite)
        #expect(exponential(-1e300) == exponential(-700.0) && exponential(-1e300) > 0)
        #expect(exponential(0.0) == 1)
    }

    @Test func `the logarithm is right to 1e-14, near 1 too`() {
        var worst = 0.0
        for step in 1...400_000 {
            // Over all magnitudes, and ever closer to 1 from both sides.
            let wide = exp(Double(step - 200_000) * 0.0035)
            let close = Double(step) / 200_000
            let closer = 1 + exp(-Double(step) / 12_000) * (step.isMultiple(of: 2) ? 0.3 : -0.3)
            for x in [wide, close, closer] where x != 1 { worst = max(worst, abs(logarithm(x) / log(x) - 1)) }
        }
        #expect(worst < 1e-14, "\(worst)")
        #expect(logarithm(1.0) == 0)
    }
}
