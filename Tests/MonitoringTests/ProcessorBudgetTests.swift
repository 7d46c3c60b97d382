@testable import Monitoring
import Testing

@Suite("The processor time that a file may use")
struct ProcessorBudgetTests {
    private func budget(_ plates: Double...) -> ProcessorBudget {
        var budget = ProcessorBudget()
        for seconds in plates { budget.hear(seconds, points: 96 * 45) }
        return budget
    }

    @Test("begins short, is the configured one when no other run waits, and then doubles")
    func grows() {
        #expect((0...8).map { budget().seconds(after: $0, full: 5) } == [1, 5, 10, 20, 40, 80, 160, 160, 160])
        #expect((0...2).map { budget(0.05).seconds(after: $0, full: 5) } == [1, 5, 10])
    }

    @Test("follows what plates take on this machine, and neither a small table nor one plate that took long moves it")
    func measured() {
        var slow = budget(6, 7, 8)
        slow.hear(0.001, points: 4)
        slow.hear(600, points: 96 * 45)
        #expect(slow.plateSeconds == 8)
        #expect(slow.seconds(after: 0, full: 5) == 40)
        #expect(slow.seconds(after: 1, full: 5) == 160)
        for _ in 0..<ProcessorBudget.platesMax { slow.hear(0.1, points: 96 * 45) }
        #expect(slow.plateSeconds == 0.1)
    }

    @Test("blames a file for what is far beyond a plate of this machine, and no file where no plate has been read")
    func verdict() {
        let quick = budget(0.05), slow = budget(4)
        #expect(quick.verdict(after: 1, seconds: 1) == .tryAgain)
        #expect(quick.verdict(after: 2, seconds: 5) == .fileIsToBlame)
        #expect(slow.verdict(after: 2, seconds: 80) == .tryAgain)
        #expect(slow.verdict(after: 5, seconds: 640) == .fileIsToBlame)
        #expect(budget().verdict(after: ProcessorBudget.fullLooksMax, seconds: 80) == .tryAgain)
        #expect(budget().verdict(after: ProcessorBudget.fullLooksMax + 1, seconds: 160) == .unknown)
    }
}
