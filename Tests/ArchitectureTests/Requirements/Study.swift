// What the study asks of the program.
import Assay

let aboutStudyWhatWasDone: [Requirement] = [
    Requirement(
        "Study: what was done",
        "Copies are counted against a plate's own standard curve, of samples in triplicate with β-actin as "
            + "internal control",
        rules: ["standard_curve", "reference"],
        tests: [
            "SampleTests: a sample equal to a standard has that standard's quantity, inside its interval",
            "CohortTests: a simulated plate comes out near its truth, with the run passing its quality rules",
        ]),
    Requirement(
        "Study: what was done",
        "Relative quantities by 2^-ΔΔCq against β-actin are given beside copies where a calibrator is configured",
        rules: ["relative.calibrator"],
        tests: [
            "SampleTests: relative quantity is two to the minus delta delta Cq, and null without a calibrator"
        ]),
    Requirement(
        "Study: what was done",
        "A melt is optional; expected Tm comes from the plate's own controls",
        rules: ["melt"],
        tests: [
            "RunQualityTests: a clean plate passes, and optional material that is absent only warns",
            "MeltPeaksTests: a sample whose product melts elsewhere than the standards' is not valid, and controls "
                + "with the right product fail the run",
        ]),
    Requirement(
        "Study: what was done",
        "The study's visits are the schedule; day 0 is the infusion",
        rules: ["R9"],
        tests: [
            "VisitScheduleTests: Visits are sampled, missed, due or upcoming by the day it is",
            "AbsenceTests: Every visit of the schedule without a valid result is told, whoever was measured for "
                + "whatever; nothing else is",
        ]),
]

let aboutStudyWhatWasFound: [Requirement] = [
    Requirement(
        "Study: what was found",
        "Each of the seven patients who peaked above 1×10^5 is told of",
        rules: ["R1"],
        tests: [
            "StoryTests: seven patients cross 1×10^5, one falls to the relapse level, no other alert of decline is "
                + "raised",
            "R1ExpansionTests: The first value at 1×10^5 after the infusion is the one notice",
        ]),
    Requirement(
        "Study: what was found",
        "The best response is looked for 7 to 30 days after the expansion",
        rules: ["R1"],
        tests: [
            "VisitScheduleTests: The response window opens with the first value at the level, and not before the "
                + "infusion"
        ]),
    Requirement(
        "Study: what was found",
        "84 copies 30 days before the relapse raise a critical alert on that sample; R4, R5 and R5a all "
            + "fire and none suppresses another",
        rules: ["R4", "R5", "R5a"],
        tests: [
            "R5aRelapseLevelTests: The study's patient: 84 copies raise a critical alert on that sample",
            "DeclineRulesTests: The study's relapse: R4, R5 and R5a all fire on the 84 copies, none suppresses another",
        ]),
    Requirement(
        "Study: what was found",
        "None of the eight patients in lasting remission raises R4, R5, R5a or R6",
        rules: ["R4", "R5", "R5a", "R6"],
        tests: [
            "StoryTests: seven patients cross 1×10^5, one falls to the relapse level, no other alert of decline is "
                + "raised",
            "DeclineRulesTests: A plateau raises nothing, and neither does the contraction before day 60",
        ]),
]
