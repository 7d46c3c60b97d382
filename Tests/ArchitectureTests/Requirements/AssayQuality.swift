// What is asked of the quality rules on plates and runs.
import Assay

let aboutAssayQuality: [Requirement] = [
    Requirement(
        "Assay quality",
        "The standard curve has slope −3.6 to −3.1, efficiency 90 to 110 %, R² of 0.98 at least and five levels",
        rules: ["standard_curve"],
        tests: [
            "RunQualityTests: a slope out of its limits fails",
            "RunQualityTests: a failing level narrows the range, and the run fails only below five levels",
        ]),
    Requirement(
        "Assay quality",
        "Levels that do not read back, or are not clear of the no-template controls, are left out with the reason",
        rules: ["standard_curve", "ntc"],
        tests: [
            "ValidRangeTests: levels at the cycle of the no-template controls are left out and named",
            "ValidRangeTests: a level that breaks the line is left out, whatever its place",
        ]),
    Requirement(
        "Assay quality",
        "Standards whose unit counts no copies give no copies",
        rules: ["standard_curve"],
        tests: [
            "StandardsUnitTests: a unit of the file that counts no copies withholds every value and fails the run"
        ]),
    Requirement(
        "Assay quality",
        "LOD and LOQ of a dilution series are the published ones",
        rules: ["detection_limits", "standard_curve.lloq"],
        tests: [
            "DetectionLimitsTests: the published dilution series has its published limits"
        ]),
    Requirement(
        "Assay quality",
        "Replicates that range over more than a cycle give no value and are never dropped silently",
        rules: ["replicates"],
        tests: [
            "SampleTests: replicates that differ by more than a cycle, or of which some are silent, give no valid value"
        ]),
    Requirement(
        "Assay quality",
        "One no-template control at least, clear of the standards",
        rules: ["ntc"],
        tests: [
            "RunQualityTests: a control that nothing stands clear of fails",
            "RunQualityTests: a plate without a control, without standards or of a foreign target fails with the "
                + "reason",
        ]),
    Requirement(
        "Assay quality",
        "A positive control that is silent fails the run",
        rules: ["positive_control"],
        tests: [
            "RunQualityTests: a positive control that is silent fails"
        ]),
    Requirement(
        "Assay quality",
        "The plate's targets are the assay's; others are analysed, flagged and never reach a patient",
        rules: ["assay"],
        tests: [
            "RunQualityTests: a plate without a control, without standards or of a foreign target fails with the "
                + "reason",
            "AttributionTests: Reference samples, controls and unknown targets are nobody's alert",
        ]),
    Requirement(
        "Assay quality",
        "The reference gene is held against absolute limits until 20 samples are known, then against mean and three SD",
        rules: ["reference", "laboratory.reference"],
        tests: [
            "LaboratoryRuleTests: The reference gene is held against mean and three SD once twenty samples are known; "
                + "the SD is never taken below half a cycle"
        ]),
    Requirement(
        "Assay quality",
        "A curve more than a cycle off the laboratory's median warns for the first five runs, then fails",
        rules: ["laboratory.curve_drift", "R10"],
        tests: [
            "LaboratoryRuleTests: A tenfold mis-declared standard warns while few runs are known, then fails; the "
                + "first run has nothing to be held against"
        ]),
    Requirement(
        "Assay quality",
        "One name on two samples within a target is withheld",
        rules: ["samples.names"],
        tests: [
            "SampleTests: one name on two samples is withheld, and other targets may use other keys"
        ]),
    Requirement(
        "Assay quality",
        "Run controls follow Westgard's rules",
        rules: ["laboratory.control"],
        tests: [
            "ControlChartTests: Limits come from the first controls; the next ones are held against them, and a "
                + "shifted one is rejected",
            "ControlChartTests: Two controls of one run that leave their limits together reject it, to one side or to "
                + "both",
        ]),
    Requirement(
        "Assay quality",
        "A sample that holds much less or more DNA than the plate's others is flagged from the first run on",
        rules: ["reference.yield"],
        tests: [
            "ReferenceYieldTests: a sample with an eighth of the DNA, or eight times as much, is flagged from the "
                + "first run on",
            "DeclineRulesTests: An unusual amount of DNA is told in every alert of its sample and in no other",
        ]),
    Requirement(
        "Assay quality",
        "An inhibited sample is withheld",
        rules: ["inhibition"],
        tests: [
            "InhibitionTests: a reference gene that is late with a low plateau withholds the sample",
            "InhibitionTests: a neat sample that comes too close to its dilution is withheld, one that keeps its "
                + "distance is not",
        ]),
    Requirement(
        "Assay quality",
        "The instrument's own Cq and call stand beside ours and contradictions are named",
        rules: ["instrument"],
        tests: [
            "RunQualityTests: a call that contradicts the instrument's is flagged on the well and the sample, and the "
                + "run names it"
        ]),
    Requirement(
        "Assay quality",
        "A file that is not whole, or wells that cannot be read, are said",
        rules: ["completeness", "wells"],
        tests: [
            "RunQualityTests: findings of the reading are passed through, and an incomplete file fails",
            "RunQualityTests: two results for one target in one well count for nothing and fail the run",
        ]),
    Requirement(
        "Assay quality",
        "Every copy number has an interval that holds replicates, the curve, counting and dilution",
        rules: ["standard_curve"],
        tests: [
            "QuantityCoverageTests: it is about so often, at every quantity",
            "CountedPlatesTests: an interval holds a sample's truth where each dilution step errs by five percent",
        ]),
    Requirement(
        "Assay quality",
        "Digital PCR counts only with its volumes, enough partitions and clean controls",
        rules: ["digital"],
        tests: [
            "DigitalTests: Few partitions, contamination, saturation and too little DNA each keep the number back "
                + "with a reason",
            "DigitalTests: Without volumes there is no number, and the file's own concentration tells the partition",
        ]),
]
