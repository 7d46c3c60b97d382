import Assay
import Foundation
import TestSupport
import Testing

@testable import Quantification

@Suite struct DNAAmountTests {
    /// A plate on which a reference gene has standards too; P01 holds 1,000 copies and 10,000 of the reference gene in
    /// a microlitre.
    private func plate(_ gene: String, copiesPerGenome: Double? = nil) -> PlateBuilder {
        var plate = PlateBuilder.clean()
        plate.settings.targets[1] = .init(name: gene, role: .reference, copiesPerGenome: copiesPerGenome)
        plate.standards([1e6, 1e5, 1e4, 1e3, 1e2], target: gene)
        for (name, copies, genes) in [("P01 D14", 1e3, 1e4), ("P02 D14", 2.5, 1e4)] {
            plate.replicates(name, [-0.05, 0, 0.05].map { plate.cq(of: copies) + $0 })
            plate.replicates(name, [-0.05, 0, 0.05].map { plate.cq(of: genes) + $0 }, target: gene)
        }
        return plate
    }

    @Test(arguments: ["RPPH1", "ALB"]) func `a gene that stands twice in a genome counts the cells`(gene: String) throws
    {
        let sample = try #require(plate(gene).analysed().sample("P01 D14"))
        let perCell = try #require(sample.perCell), copies = try #require(perCell.copies)
        // 1,000 copies in 10,000 / 2 genomes, each of 6.6 pg.
        #expect(abs(copies - 0.2) < 0.005 && perCell.unit == "copies/cell")
        let perMicrogram = try #require(sample.perMicrogram)
        #expect(abs((perMicrogram.copies ?? 0) / copies - 1e6 / 6.6) < 1 && perMicrogram.unit == "copies/ug gDNA")
        #expect(sample.unit == "copies/ul gDNA")
        // Wider than the copies' own interval, on both sides.
        let own = try #require(sample.copies)
        #expect(
            try own / #require(sample.low) < copies / #require(perCell.low)
                && #require(sample.high) / own < #require(perCell.high) / copies)
    }

    @Test func `a gene that nobody knows to be single counts no cells unless the configuration says so`() throws {
        #expect(try #require(plate("ACTB").analysed().sample("P01 D14")).perCell == nil)
        #expect(try #require(plate("ACTB").analysed().sample("P01 D14")).perMicrogram == nil)
        let told = try #require(plate("GAPDH", copiesPerGenome: 4).analysed().sample("P01 D14")?.perCell?.copies)
        #expect(abs(told - 0.4) < 0.01)
    }

    @Test func `below the limit the cells make a limit of its own, and what is withheld stays withheld`() throws {
        let below = try #require(plate("ALB").analysed().sample("P02 D14"))
        let perCell = try #require(below.perCell)
        #expect(below.belowLLOQ && perCell.belowLLOQ && perCell.copies == nil)
        // 10 copies in at most 5,000 cells: more where the cells may be fewer.
        #expect(try (0.002..<0.003).contains(#require(perCell.lloq)))
        var mixed = plate("ALB")
        mixed.replicates("P01 D14", [0])
        let withheld = try #require(mixed.analysed().sample("P01 D14"))
        #expect(!withheld.valid && withheld.perCell?.valid == false && withheld.perCell?.reasons == withheld.reasons)
    }

    @Test func `a concentration that the configuration gives makes copies a microgram, exactly`() throws {
        var plate = plate("ACTB")
        plate.settings.dnaNanogramsPerMicrolitre = 50
        let sample = try #require(plate.analysed().sample("P01 D14"))
        let perMicrogram = try #require(sample.perMicrogram)
        #expect(try abs(#require(perMicrogram.copies) - 20 * #require(sample.copies)) < 1e-6)
        #expect(try abs(#require(perMicrogram.low) - 20 * #require(sample.low)) < 1e-6)
    }

    @Test func `a sample's own concentration goes before the configured one and before the genomes`() throws {
        var plate = plate("ALB")
        plate.settings.dnaNanogramsPerMicrolitre = 50
        var dna = DNAConcentrations()
        let label = SampleNaming().label(of: "P01 D14")
        #expect(dna.add(10, of: SampleIdentity(name: "P01 D14", label: label), extracted: nil) == nil)
        let run = plate.analysed().beside(dna, settings: plate.settings)
        let own = try #require(run.sample("P01 D14"))
        #expect(try abs(#require(own.perMicrogram?.copies) - 100 * #require(own.copies)) < 1e-6)
        #expect(own.perMicrogram?.unit == "copies/ug gDNA" && own.perCell != nil && own.unit == "copies/ul gDNA")
        let other = try #require(run.sample("P02 D14")?.perMicrogram)
        #expect(try abs(#require(other.lloq) - 20 * #require(run.sample("P02 D14")?.lloq)) < 1e-6)
        #expect(run.sample("P01 D14", target: "ALB")?.perMicrogram == nil)
        var unit = plate.settings
        unit.unit = "copies/mg gDNA"
        #expect(plate.analysed().beside(dna, settings: unit).sample("P01 D14")?.perMicrogram?.copies != 100)
    }

    @Test func `the interval of a ratio joins those of its parts on the logarithms`() throws {
        let ratio = Estimate(100, low: 50, high: 200).ratio(to: Estimate(10, low: 10, high: 10))
        #expect(abs(ratio.value - 10) < 1e-12 && abs((ratio.low ?? 0) - 5) < 1e-9 && abs((ratio.high ?? 0) - 20) < 1e-9)
        let both = Estimate(100, low: 100 / exp(0.3), high: 100 * exp(0.6)).ratio(
            to: Estimate(10, low: 10 / exp(0.8), high: 10 * exp(0.4)))
        #expect(abs((both.low ?? 0) - 10 / exp(0.5)) < 1e-9 && abs((both.high ?? 0) - 10 * exp(1)) < 1e-9)
        #expect(Estimate(100, low: 50).ratio(to: Estimate(10, low: 5, high: 20)).high == nil)
    }

    @Test func `of normal errors on the logarithm 95 of 100 intervals of a ratio hold the truth`() throws {
        var numbers = SeededNumbers(seed: 11)
        func normal() -> Double {
            (-2 * log(Double.random(in: 1e-12..<1, using: &numbers))).squareRoot()
                * cos(2 * .pi * Double.random(in: 0..<1, using: &numbers))
        }
        let holds = (0..<2000).count { _ in
            func estimate(_ truth: Double, sd: Double) -> Estimate {
                let value = truth * exp(sd * normal()), half = exp(1.96 * sd)
                return Estimate(value, low: value / half, high: value * half)
            }
            let ratio = estimate(1000, sd: 0.15).ratio(to: estimate(5000, sd: 0.05))
            return (ratio.low ?? .infinity) <= 0.2 && 0.2 <= ratio.high ?? 0
        }
        #expect((1870...1930).contains(holds), "\(holds) of 2000")
    }

    @Test func `beside two to the minus delta delta Cq stands the ratio with the genes' own efficiencies`() throws {
        var plate = plate("RPPH1")
        plate.settings.calibrator = "P02 D14"
        let sample = try #require(plate.analysed().sample("P01 D14"))
        // 400-fold copies at equal amounts of the reference gene: exact by the curves' own slope, too many by perfect
        // doubling.
        #expect(abs(try #require(sample.relativePfaffl) / 400 - 1) < 0.02)
        #expect(abs(try #require(sample.relative) - pow(2, 3.35 * log10(400))) < 1)
        plate.reactions.removeAll { $0.sampleType == .standard && $0.target == "RPPH1" }
        let without = try #require(plate.analysed().sample("P01 D14"))
        #expect(without.relativePfaffl == nil && without.relative != nil)
    }
}
