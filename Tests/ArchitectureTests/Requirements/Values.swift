// What is asked of units, values and kinetics.
import Assay

let aboutUnits: [Requirement] = [
    Requirement(
        "Units",
        "A unit goes with every value and is never converted or compared silently",
        rules: ["R10"],
        tests: [
            "R10OtherUnitTests: Values in another unit are compared with nothing, and the laboratory is told of them "
                + "once a unit",
            "AttributionTests: Another unit is never compared; spelling of the micro sign does not matter",
            "FaultTests: thresholds in another unit than the assay's are refused",
        ]),
    Requirement(
        "Units",
        "More than five copies a diploid genome are flagged as implausible where the concentration is known",
        tests: [
            "SampleTests: more than five copies a genome are implausible where the unit is per microgram"
        ]),
]

let aboutValues: [Requirement] = [
    Requirement(
        "Values",
        "One value a patient, sampling day and target: repeats are joined as their geometric mean; where "
            + "they differ by more than 0.5 log10 none is valid and the laboratory hears",
        rules: ["R10"],
        tests: [
            "SeriesTests: Repeats of a day are joined as their geometric mean",
            "SeriesTests: Repeats that differ by more than 0.5 log10 are none of them valid",
            "R10LaboratoryTests: Disagreeing repeats are told to the laboratory with both values, and give no patient "
                + "alert",
        ]),
    Requirement(
        "Values",
        "Values by real-time and by digital PCR are not averaged, and no rule speaks of a change that comes with "
            + "another method without saying so",
        rules: ["R3", "R4", "R5", "R5a", "R6", "R7", "R8"],
        tests: [
            "MethodChangeTests: Two methods on one day are not averaged: the narrower interval counts, the other "
                + "stands beside it",
            "MethodChangeTests: No rule speaks of a change that comes with another method without saying so, and "
                + "naming which value came by which",
        ]),
    Requirement(
        "Values",
        "Nothing is extrapolated outside the valid range",
        rules: ["R1", "R5a"],
        tests: [
            "SampleTests: outside the valid range nothing is extrapolated",
            "R1ExpansionTests: Above the upper limit of quantification it fires if that limit reaches the threshold, "
                + "else it asks for a dilution",
        ]),
    Requirement(
        "Values",
        "Below the LLOQ a value is judged at the LLOQ; where that lies above the relapse level the alert "
            + "says that it cannot be excluded, as a warning",
        rules: ["R5a"],
        tests: [
            "DeclineRulesTests: Below the LLOQ a value is judged at the LLOQ",
            "R5aRelapseLevelTests: Below a limit that lies above the threshold, relapse level cannot be excluded: a "
                + "warning",
        ]),
    Requirement(
        "Values",
        "The baseline is the median of the last three valid values from day 60 on, without the judged "
            + "sample and without values under an open decline; a slow fall does not drag it along",
        rules: ["R3", "R4"],
        tests: [
            "DeclineRulesTests: A slow fall does not drag its own yardstick along, unless the settings say so",
            "DeclineRulesTests: Two consecutive recovered values clear the decline; its values never enter the "
                + "baseline",
        ]),
    Requirement(
        "Values",
        "Days are sampling days from the sample's name; a run dated outside 0 to 30 days after the sample, "
            + "a sample without a day and a run in the future are withheld and told",
        rules: ["R10"],
        tests: [
            "AttributionTests: A sampling date becomes the day after the infusion",
            "AttributionTests: A name without a day is withheld",
            "AttributionTests: A start in the future is withheld",
            "R10LaboratoryTests: Withheld samples give one finding that lists them, bounded",
        ]),
    Requirement(
        "Values",
        "Late, repeated and amended results arriving in any order lead to the same alerts",
        rules: ["R1", "R2", "R3", "R4", "R5", "R5a", "R6", "R7", "R8", "R9"],
        tests: [
            "OrderTests: Every arrival order of a short course leads to the same alerts",
            "OrderTests: Shuffled arrivals, late saves among them, lead to the same alerts",
            "SeriesTests: Of two saves of one run the later is in force, whichever arrived first",
        ]),
]

let aboutKinetics: [Requirement] = [
    Requirement(
        "Kinetics",
        "Cmax, Tmax, AUC, half-lives and Tbql follow PKNCA's conventions and its numbers",
        tests: [
            "PKNCATests: The hand-made profiles agree with PKNCA to its digits",
            "PKNCATests: Thirty virtual patients agree with PKNCA to its digits",
            "PKNCATests: Tobit half-lives of thirty virtual patients agree with PKNCA's",
        ]),
    Requirement(
        "Kinetics",
        "A half-life that is not to be trusted is flagged",
        tests: [
            "KineticsReportTests: Flat data have PKNCA's number, flagged as unreliable"
        ]),
]
