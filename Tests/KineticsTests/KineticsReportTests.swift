import Foundation
import Testing

@testable import Kinetics

struct KineticsReportTests {
    private func points(_ pairs: [(Double, Double?)]) -> [SeriesPoint] {
        pairs.map { SeriesPoint(day: $0.0, copies: $0.1, lloq: 50) }
    }

    @Test("A series without any quantified value has no peak, areas of 0, and says so")
    func belowThroughout() {
        let report = kinetics(of: points([(0, nil), (7, nil), (14, 0)]))
        #expect(report.cmax == nil && report.tlast == nil && report.tbql == nil && report.halfLife == nil)
        #expect(report.aucLast == 0 && report.auc0to28 == nil && report.flags.contains(.area28NotCovered))
        #expect(kinetics(of: points([(0, nil), (28, nil)])).auc0to28 == 0)
        #expect(report.flags.contains(.noQuantifiedValue))
    }

    @Test("An empty series gives a report without numbers")
    func empty() {
        let report = kinetics(of: [])
        #expect(report.aucLast == nil && report.cmax == nil)
        #expect(report.flags.contains(.noDayZero))
    }

    @Test("A value under its own limit of quantification counts as below it")
    func underTheLimit() {
        let report = kinetics(of: points([(0, nil), (7, 1000), (14, 49.9)]))
        #expect(report.tlast == 7 && report.tbql == 14)
        #expect(report.aucAll == 7000)
    }

    @Test("Values below the limit in the middle are dropped from the areas")
    func middleDropped() {
        let with = kinetics(of: points([(0, nil), (7, 1000), (14, nil), (21, 100), (28, 100)]))
        let without = kinetics(of: points([(0, nil), (7, 1000), (21, 100), (28, 100)]))
        #expect(with.aucLast == without.aucLast && with.auc0to28 == without.auc0to28)
    }

    @Test("A window that the series does not reach has no area, and the report says how far it goes")
    func notCovered() throws {
        let report = kinetics(of: points([(0, nil), (7, 1e4), (14, 1e5)]))
        #expect(report.auc0to28 == nil && report.auc0to84 == nil && report.lastSampleDay == 14)
        #expect(report.flags.contains(.area28NotCovered) && report.flags.contains(.area84NotCovered))
        // One value below the limit is no loss for eight weeks; a sample past the window's end covers it.
        #expect(kinetics(of: points([(0, nil), (7, 1e4), (14, nil)])).auc0to84 == nil)
        #expect(kinetics(of: points([(0, nil), (7, 1e4), (14, nil), (90, 60)])).auc0to84 != nil)
    }

    @Test("Where the loss was measured the area goes to the window's end, with its bounds", arguments: [28.0, 30])
    func endsInLoss(first: Double) throws {
        let series = [(0, nil), (7, 1e4), (14, 1e5), (21, 1e3), (first, nil), (60, nil)].map {
            SeriesPoint(day: $0.0, copies: $0.1, lloq: 270)
        }
        let report = kinetics(of: series)
        let bounds = try #require(report.auc0to84Bounds)
        #expect(report.flags.contains(.area84EndsInLoss) && !report.flags.contains(.area84NotCovered))
        #expect(bounds.low == report.aucLast && report.auc0to84 == report.aucAll)
        let high = try #require(bounds.high)
        #expect(abs(high - bounds.low - ((1000.0 + 270) / 2 * (first - 21) + 270 * (84 - first))) < 1e-6)
        #expect(report.auc0to28 == report.aucLast && report.auc0to28Bounds?.low == report.aucLast)
        let unknown = kinetics(of: series.map { SeriesPoint(day: $0.day, copies: $0.copies) })
        #expect(unknown.auc0to84Bounds?.low == bounds.low && unknown.auc0to84Bounds?.high == nil)
    }

    @Test("The value lies within its bounds", arguments: 1...40)
    func withinBounds(seed: Int) throws {
        let fall = pow(10, Double(seed) / 8)
        let report = kinetics(of: points([(0, nil), (Double(seed % 7) + 3, 60 + fall), (21, nil), (50, nil)]))
        let (area, bounds) = (try #require(report.auc0to84), try #require(report.auc0to84Bounds))
        let high = try #require(bounds.high)
        #expect(bounds.low <= area && area <= high)
    }

    @Test("Of equal peaks the first is Tmax")
    func equalPeaks() {
        #expect(kinetics(of: points([(0, nil), (7, 500), (14, 900), (21, 900), (30, 100)])).tmax == 14)
    }

    @Test("Doubling every day up to the peak and halving every ten days after it is found again")
    func knownSlopes() throws {
        let rise: [(Double, Double?)] = [0.0, 2, 4, 7].map { ($0, 100 * exp2($0)) }
        let fall: [(Double, Double?)] = [17.0, 27, 37, 57].map { ($0, 12_800 * exp2((7 - $0) / 10)) }
        let report = kinetics(of: points(rise + fall))
        #expect(abs(try #require(report.doublingTime) - 1) < 1e-12)
        #expect(abs(try #require(report.halfLife).days - 10) < 1e-9)
        #expect(abs(try #require(report.contractionHalfLife) - 10) < 1e-9)
        #expect(report.flags == [.area84NotCovered])
    }

    @Test("Flat data have PKNCA's number, flagged as unreliable")
    func flat() throws {
        let report = kinetics(
            of: [0.0, 2, 0, 1, 2, 1, 0, 0].enumerated().map { SeriesPoint(day: Double($0.offset), copies: $0.element) })
        #expect(try #require(report.halfLife).days > 1e15)
        #expect(report.flags.contains(.halfLifeUnreliable))
        #expect(kinetics(of: points([(0, nil), (7, 900), (14, 100), (21, 100), (28, 100)])).halfLife == nil)
    }

    @Test("Hostile points leave no infinity and no NaN, and are flagged")
    func hostile() throws {
        let series = points([
            (0, .nan), (.infinity, 5), (.nan, 5), (7, -1), (8, .infinity), (9, 1e308), (10, 1e308), (11, 1e-308),
            (1e300, 5), (12, 1e307),
        ])
        let report = kinetics(
            of: series + [SeriesPoint(day: 0, copies: 1, lloq: .nan), SeriesPoint(day: 0, copies: nil, lloq: nil)])
        #expect(report.flags.contains(.unusablePoint))
        let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        #expect(!text.contains("inf") && !text.contains("nan"))
    }

    @Test("Every key of the contract is in the JSON, null where there is no number")
    func explicitNulls() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(kinetics(of: []))) as? [String: Any])
        let keys = [
            "cmax", "tmax", "clast", "tlast", "tbql", "auc_last", "auc_all", "auc_0_28", "auc_0_84", "half_life",
            "doubling_time",
        ]
        for key in keys { #expect(object[key] is NSNull, "\(key)") }
        #expect(object["flags"] is [String])
    }

    @Test("A sample below the limit before the infusion stands for day 0")
    func beforeInfusion() throws {
        let report = kinetics(of: points([(-3, nil), (7, 1000), (14, 500)]))
        #expect(report.flags.contains(.dayZeroFromBefore))
        let expected: Double = 3500 + 3500 / log(2.0)
        #expect(abs(try #require(report.aucLast) - expected) < 1e-9)
    }
}
