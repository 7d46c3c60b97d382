// `assay.quality`: the limits of the assay's quality rules.
internal import Assay

enum QualitySection {
    static var keys: [SettingKey<QualityLimits>] {
        [
            .number("slopeMin", \.slopeMin, -10...(-0.1), "standard curve: steepest slope, cycles a tenfold step"),
            .number("slopeMax", \.slopeMax, -10...(-0.1), "standard curve: flattest slope, cycles a tenfold step"),
            .number("efficiencyMin", \.efficiencyMin, 1...3, "amplification factor a cycle, lowest (2 = perfect)"),
            .number("efficiencyMax", \.efficiencyMax, 1...3, "amplification factor a cycle, highest"),
            .number("r2Min", \.r2Min, 0...1, "standard curve: lowest R2"),
            .number("r2Target", \.r2Target, 0...1, "standard curve: a lower R2 than this warns"),
            .integer("levelsMin", \.levelsMin, 2...100, "usable standard levels a plate must have"),
            .number(
                "backCalculationMax", \.backCalculationMax, 0...10,
                "back-calculated standards: largest deviation, fraction of the declared quantity"),
            .number(
                "backCalculationCVMax", \.backCalculationCVMax, 0...10,
                "back-calculated standards: largest coefficient of variation"),
            .number("backCalculationCVMaxAtLLOQ", \.backCalculationCVMaxAtLLOQ, 0...10, "the same at the lowest level"),
            .number(
                "dilutionError", \.dilutionError, 0...1,
                "standards: usual error of one dilution step, fraction; widens every interval. 0: declared quantities "
                    + "are exact"
            ),
            .number(
                "oneMoleculeCqMin", \.oneMoleculeCqMin, 0...100,
                "standards: earliest cycle at which one molecule a reaction can be seen; earlier fails"),
            .number("oneMoleculeCqMax", \.oneMoleculeCqMax, 0...100, "the same: latest cycle; later fails"),
            .number("replicateRangeWarn", \.replicateRangeWarn, 0...50, "replicates: range of Cq that warns, cycles"),
            .number("replicateRangeFail", \.replicateRangeFail, 0...50, "replicates: range of Cq that fails, cycles"),
            .number(
                "ntcSeparation", \.ntcSeparation, 0...50,
                "a no-template control comes this much later than the lowest standard, cycles"),
            .number(
                "referenceCqMax", \.referenceCqMax, 1...100,
                "latest adequate Cq of the reference gene, cycles, as assay.cqSource reads it"),
            .number(
                "referenceYieldFoldMax", \.referenceYieldFoldMax, 1...1e6,
                "so many times less or more DNA than the plate's other samples, by the reference gene, is flagged"),
            .number(
                "meltShiftWarnCelsius", \.meltShiftWarnCelsius, 0...20,
                "melt: C away from the controls' median that warns"),
            .number("meltShiftFailCelsius", \.meltShiftFailCelsius, 0...20, "melt: C away that fails"),
            .number(
                "meltSecondPeakShare", \.meltSecondPeakShare, 0...1,
                "melt: a second peak of more than this share of the first is flagged"),
            .number(
                "inhibitionCyclesMin", \.inhibitionCyclesMin, 0...50,
                "inhibition: reference gene later than the plate's median by this, cycles, and"),
            .number(
                "inhibitionPlateauShareMax", \.inhibitionPlateauShareMax, 0...1,
                "its plateau below this share of the plate's median"),
            .number(
                "inhibitionDilutionCyclesMax", \.inhibitionDilutionCyclesMax, 0...50,
                "inhibition: the neat sample later than its dilution (P01 D14 1:10) foretells by this, cycles"),
            .integer(
                "detectionReplicatesMin", \.detectionReplicatesMin, 2...384,
                "LOD and LOQ are shown of plates with so many replicates a level"),
            .number(
                "detectionShareMin", \.detectionShareMin, 0...1,
                "LOD: lowest level with this share of replicates detected"),
            .number("quantificationCVMax", \.quantificationCVMax, 0...10, "LOQ: largest coefficient of variation"),
            .number(
                "lloqMaxPerMicrogram", \.lloqMaxPerMicrogram, 0...1e9,
                "a higher LLOQ warns, copies/ug gDNA (the FDA's expectation)"),
            .number(
                "copiesPerGenomeMax", \.copiesPerGenomeMax, 0...1e6,
                "copies a diploid genome beyond which a value is implausible"),
        ]
    }

    static func read(_ section: Section) -> QualityLimits {
        var limits = QualityLimits()
        section.read(keys, into: &limits)
        section.ascending("slopeMin", limits.slopeMin, "slopeMax", limits.slopeMax)
        section.ascending("efficiencyMin", limits.efficiencyMin, "efficiencyMax", limits.efficiencyMax)
        section.ascending("oneMoleculeCqMin", limits.oneMoleculeCqMin, "oneMoleculeCqMax", limits.oneMoleculeCqMax)
        section.ascending("r2Min", limits.r2Min, "r2Target", limits.r2Target)
        section.ascending(
            "meltShiftWarnCelsius", limits.meltShiftWarnCelsius, "meltShiftFailCelsius", limits.meltShiftFailCelsius)
        section.ascending(
            "replicateRangeWarn", limits.replicateRangeWarn, "replicateRangeFail", limits.replicateRangeFail)
        section.finish()
        return limits
    }
}

extension Section {
    /// Two limits that only make sense in one order.
    func ascending(_ lowKey: String, _ low: Double, _ highKey: String, _ high: Double) {
        guard low > high else { return }
        let entry = entry(lowKey) ?? entry(highKey)
        log.fault(
            line: entry?.line ?? line, column: entry?.column, key: name(lowKey),
            "\(low.shortest) lies above \(highKey), \(high.shortest)",
            fix: "\(lowKey) must not be more than \(highKey)")
    }
}
