import Assay
import Foundation
import Testing

@Suite("A quantity")
struct QuantityTests {
    private let value = Quantity.Reading.quantified(Estimate(1000, low: 800, high: 1250))
    private let unit = "copies/ul gDNA"

    private func read(_ json: String) throws -> Quantity {
        try JSONDecoder().decode(Quantity.self, from: Data(json.utf8))
    }

    private func fields(_ quantity: Quantity) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(quantity)) as? [String: Any])
    }

    @Test("says one thing in each of its states")
    func states() {
        let quantified = Quantity(value, limits: 10...1e6, unit: unit)
        #expect(
            quantified.copies == 1000 && quantified.low == 800 && quantified.high == 1250 && quantified.lloq == 10
                && quantified.uloq == 1e6)
        let below = Quantity(.belowLLOQ(20), limits: 10...1e6, unit: unit)
        #expect(
            below.copies == nil && below.low == 0 && below.high == 20 && below.lloq == 20 && below.belowLLOQ
                && !below.aboveULOQ)
        let above = Quantity(.aboveULOQ(1e5), limits: 10...1e6, unit: unit)
        #expect(
            above.copies == nil && above.low == 1e5 && above.high == nil && above.uloq == 1e5 && above.aboveULOQ
                && !above.belowLLOQ)
        let none = Quantity(nil, unit: unit)
        #expect(
            none.state == .notQuantified && none.copies == nil && none.lloq == nil && none.uloq == nil && none.valid)
    }

    @Test("that is withheld has reasons and no reading that counts, but still shows what was seen")
    func withheld() {
        let doubted = Quantity(value, unit: unit).withheld(because: "One.").withheld(because: "Two.")
        #expect(doubted.reading == nil && !doubted.valid && doubted.reasons == ["One.", "Two."])
        #expect(doubted.copies == 1000 && doubted.state == .withheld(["One.", "Two."], seen: value))
    }

    @Test("reads back from its fields as it was, and leaves out what is not there")
    func roundTrip() throws {
        for quantity in [
            Quantity(value, limits: 10...1e6, unit: unit), Quantity(.quantified(Estimate(3)), unit: unit),
            Quantity(.belowLLOQ(20), limits: 20...1e6, unit: unit),
            Quantity(.aboveULOQ(1e5), limits: 0...1e5, unit: unit), Quantity(nil, limits: 10...1e6, unit: unit),
            Quantity(nil, unit: unit),
            Quantity(value, limits: 10...1e6, unit: unit, withheld: ["No."]),
            Quantity(nil, unit: unit, withheld: ["No.", "Never."]),
        ] {
            #expect(try JSONDecoder().decode(Quantity.self, from: JSONEncoder().encode(quantity)) == quantity)
        }
        #expect(
            try Set(fields(Quantity(nil, unit: unit)).keys) == ["unit", "below_lloq", "above_uloq", "valid", "reasons"])
    }

    @Test(
        "of fields that contradict one another claims the least",
        arguments: [
            #"{"unit":"u","below_lloq":true,"above_uloq":false,"valid":true,"reasons":[]}"#,
            #"{"unit":"u","below_lloq":true,"above_uloq":false,"lloq":0,"valid":true,"reasons":[]}"#,
            #"{"unit":"u","below_lloq":false,"above_uloq":true,"lloq":5,"valid":true,"reasons":[]}"#,
            #"{"unit":"u","copies":0,"below_lloq":false,"above_uloq":false,"lloq":50,"uloq":5,"valid":true,"reasons":[]}"#,
            #"{"unit":"u","copies":-4,"below_lloq":true,"above_uloq":true,"lloq":5,"uloq":50,"valid":true,"reasons":[]}"#,
        ])
    func contradictions(_ json: String) throws { #expect(try read(json).state == .notQuantified) }

    @Test("that failed without a reason is withheld all the same")
    func reasonless() throws {
        let failed = try read(
            #"{"unit":"u","copies":7,"below_lloq":false,"above_uloq":false,"valid":false,"reasons":[]}"#)
        #expect(failed.reading == nil && failed.copies == 7 && failed.reasons.count == 1)
    }

    @Test("of a sample stands beside the sample's own fields")
    func sample() throws {
        let sample = SampleAnalysis(
            name: "P01 D14", label: SampleLabel(patient: "P01", sampling: .day(14)), target: "CAR", n: 3,
            quantity: Quantity(value, limits: 10...1e6, unit: unit),
            cqMean: 25, cqSD: 0.1, relative: 2, flags: [.lateCq])
        let coded = try JSONEncoder().encode(sample)
        #expect(try JSONDecoder().decode(SampleAnalysis.self, from: coded) == sample)
        let object = try #require(try JSONSerialization.jsonObject(with: coded) as? [String: Any])
        #expect(
            object["copies"] as? Double == 1000 && object["name"] as? String == "P01 D14"
                && object["cqMean"] as? Double == 25)
    }
}
