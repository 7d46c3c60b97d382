import Fixtures
import Foundation
import Testing

import Assay
@testable import Laboratory
@testable import Rules

struct SeriesTests {
    private let settings = RuleSettings()

    @Test("Of two saves of one run the later is in force, whichever arrived first")
    func laterSave() {
        let early = measured(14, 1000, run: "r", saved: "2026-01-24T10:00:00", record: 5)
        let late = measured(14, 5000, run: "r", saved: "2026-01-25T10:00:00", record: 2)
        for order in [[early, late], [late, early]] {
            #expect(series(of: order, settings: settings).values.map(\.copies) == [5000])
        }
    }

    @Test("A later save that withholds the value leaves none")
    func withheldLater() {
        let early = measured(14, 1000, run: "r", saved: "2026-01-24T10:00:00", record: 1)
        let late = measured(14, 5000, run: "r", saved: "2026-01-25T10:00:00", record: 2, withheld: "The run failed.")
        #expect(series(of: [late, early], settings: settings).values.isEmpty)
    }

    @Test("Repeats of a day are joined as their geometric mean")
    func joined() throws {
        let value = try #require(
            series(of: [measured(14, 1000, run: "a"), measured(14, 2000, run: "b")], settings: settings).values.first)
        #expect(abs(try #require(value.copies) - (1000 * 2000).squareRoot()) < 1e-6)
        #expect(value.runs == ["a", "b"])
        let (low, high) = (try #require(value.low), try #require(value.high))
        #expect(low < 1415 && high > 1414)
    }

    @Test("Repeats that differ by more than 0.5 log10 are none of them valid")
    func disagreeing() throws {
        let (values, disagreements) = series(
            of: [measured(14, 1000, run: "a"), measured(14, 3200, run: "b")], settings: settings)
        #expect(values.isEmpty)
        #expect(try #require(disagreements.first).highest == 3200)
        #expect(
            series(of: [measured(14, 1000, run: "a"), measured(14, 3150, run: "b")], settings: settings).values.count
                == 1)
    }

    @Test("Below a limit agrees with a value near or under that limit, and disagrees with one far above")
    func limits() throws {
        let below = measured(14, nil, lloq: 50, run: "a")
        let near = try #require(series(of: [below, measured(14, 84, run: "b")], settings: settings).values.first)
        #expect(near.copies == 84 && !near.belowLLOQ)
        #expect(series(of: [below, measured(14, 500, run: "b")], settings: settings).values.isEmpty)
        let tightest = try #require(
            series(of: [below, measured(14, nil, lloq: 20, run: "b")], settings: settings).values.first)
        #expect(tightest.belowLLOQ && tightest.level == 20)
        #expect(series(of: [below, measured(14, nil, above: true, run: "b")], settings: settings).values.isEmpty)
    }

    @Test("Values without a day, withheld, or in another unit do not count")
    func passedOver() {
        var dayless = measured(14, 1000)
        dayless.day = nil
        let others = [
            dayless, measured(21, 1000, withheld: "x"), measured(30, 1000, unit: "copies/ug gDNA"),
            measured(40, .infinity), measured(41, -5),
        ]
        #expect(series(of: others, settings: settings).values.isEmpty)
    }

    @Test("Values come in the order of sampling days")
    func ordered() {
        let days = [60, 7, 150, 14].map { measured($0, 1000) }
        #expect(series(of: days, settings: settings).values.map(\.day) == [7, 14, 60, 150])
    }
}
