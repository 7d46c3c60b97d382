// What the study and the clinical domain ask of the program, in our own words, with the rules that answer and the tests
// that show it. The one place of these texts: docs/requirements.md is made from it (`make docs`). A requirement without
// a rule is met by the machinery around the rules.

import Assay

struct Requirement {
    let chapter: String
    let text: String
    /// Ids of rules, as their descriptions have them.
    let rules: [RuleID]
    /// "Suite: name of the test"; the suite is the file's name.
    let tests: [String]

    init(_ chapter: String, _ text: String, rules: [RuleID] = [], tests: [String]) {
        (self.chapter, self.text, self.rules, self.tests) = (chapter, text, rules, tests)
    }
}

let requirements: [Requirement] =
    aboutStudyWhatWasDone
    + aboutStudyWhatWasFound
    + aboutUnits
    + aboutValues
    + aboutAlertRules
    + aboutLifeOfAnAlert
    + aboutKinetics
    + aboutAssayQuality
    + aboutRecords

private let aboutStudyWhatWasDone: [Requirement] = [
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

private let aboutStudyWhatWasFound: [Requirement] = [
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

private let aboutUnits: [Requirement] = [
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

private let aboutValues: [Requirement] = [
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

private let aboutAlertRules: [Requirement] = [
    Requirement(
        "Alert rules",
        "R1 fires once an infusion, on the first value at 1×10^5 after it, borderline where the interval "
            + "includes the level",
        rules: ["R1"],
        tests: [
            "R1ExpansionTests: The first value at 1×10^5 after the infusion is the one notice",
            "R1ExpansionTests: An interval that includes the threshold is borderline; a value at the threshold fires",
        ]),
    Requirement(
        "Alert rules",
        "Copies before the infusion are the laboratory's matter",
        rules: ["R10"],
        tests: [
            "R1ExpansionTests: Before and on the day of the infusion it is the laboratory's, not expansion"
        ]),
    Requirement(
        "Alert rules",
        "R2 tells after day 37 that no expansion came; a late result takes it back",
        rules: ["R2"],
        tests: [
            "ScheduleRulesTests: No expansion is told after day 37, not before, and taken back by a late result"
        ]),
    Requirement(
        "Alert rules",
        "R3 is a task of the laboratory and pages nobody",
        rules: ["R3"],
        tests: [
            "DeclineRulesTests: A fivefold fall is the laboratory's task to repeat, a tenfold fall the physician's "
                + "warning too",
            "RoutingTests: The laboratory's alerts and tasks never go to the physician",
        ]),
    Requirement(
        "Alert rules",
        "R4 is provisional at once and confirmed by a second sample 7 to 28 days later; an overdue "
            + "confirmation is told",
        rules: ["R4"],
        tests: [
            "DeclineRulesTests: A second sample 7 to 28 days later confirms the same alert as critical",
            "AlertLifeTests: An overdue confirmation is told once, even of an acknowledged alert",
        ]),
    Requirement(
        "Alert rules",
        "R5 is armed once the baseline has reached 8,526: a warning below 850, critical below 270",
        rules: ["R5"],
        tests: [
            "DeclineRulesTests: Low and very low levels fire once the baseline has reached that of the remissions"
        ]),
    Requirement(
        "Alert rules",
        "R5a fires where the interval reaches 84 copies from day 60 on, or earlier once more than 840 were "
            + "held; it clears like R4",
        rules: ["R5a"],
        tests: [
            "R5aRelapseLevelTests: Before day 60 it fires only once the patient has held more than 840",
            "R5aRelapseLevelTests: A value above the threshold whose interval includes it is borderline",
            "R5aRelapseLevelTests: Two consecutive recovered values clear it, one does not, and then it can fire again",
        ]),
    Requirement(
        "Alert rules",
        "R6 fires on two days in a row below the LLOQ and records the first",
        rules: ["R6"],
        tests: [
            "CourseRulesTests: Two consecutive days below the limit are a loss; one is not; Tbql is the first",
            "CourseRulesTests: Who never had any has nothing to lose, and a plate that sees no low level says nothing",
        ]),
    Requirement(
        "Alert rules",
        "R7 annotates the report and goes to the physician together with R3; values below the LLOQ are censored",
        rules: ["R7"],
        tests: [
            "CourseRulesTests: A steady fall that leads below 850 within 90 days goes to the physician together with "
                + "R3",
            "ForecastTests: A value below the limit pulls the line down more than leaving it out",
            "OutlookTests: is told in words: response window, forecast with its interval, next visit with its window, "
                + "missed visits",
        ]),
    Requirement(
        "Alert rules",
        "R8 misses no late rise: reappearance after loss, a rise above the lowest held level, a steady "
            + "climb; provisional at once, confirmed by a second sample, graver at tenfold the plateau",
        rules: ["R8"],
        tests: [
            "R8LateRiseTests: Cells that vanish and come back are told at once, and are critical when a second sample "
                + "shows them too",
            "R8LateRiseTests: 2.5-fold a visit is told when it has come to tenfold, whatever the baseline does; ever "
                + "graver ones are told again",
            "R8LateRiseTests: Tenfold the plateau is critical, a return to the plateau a warning, and before day 91 "
                + "nothing is late",
        ]),
    Requirement(
        "Alert rules",
        "R9 tells of a missed visit, the laboratory first and the physician after another grace; visits "
            + "before the first record are passed over; after the study's visits one a year to year 15",
        rules: ["R9"],
        tests: [
            "ScheduleRulesTests: A visit is missed after its grace: the laboratory first, the physician after another "
                + "grace",
            "ScheduleRulesTests: A sample near its visit counts, a later one ends the alert, and visits before the "
                + "first record are skipped",
            "AbsenceTests: Visits go on yearly to fifteen years, and a key ends them",
        ]),
    Requirement(
        "Alert rules",
        "R10 goes to the laboratory and never to the physician: a failed run, files that cannot be read, no "
            + "run, records lost, sticks and devices",
        rules: ["R10"],
        tests: [
            "R10LaboratoryTests: A failed run gives one finding that lists the failing rules",
            "R10LaboratoryTests: No run for more than 30 days is asked about; that there never was one is not",
            "RoutingTests: The laboratory's alerts and tasks never go to the physician",
            "FilesTests: an unreadable file is recorded and told once",
            "DeviceRecordsTests: a verdict names the device, its interfaces and the reason, and is said once while "
                + "the device stays",
        ]),
    Requirement(
        "Alert rules",
        "A delivery that fails is told to the laboratory",
        rules: ["R10"],
        tests: [
            "DelivererTests: after the last attempt the delivery has failed, and the laboratory is told once a channel"
        ]),
    Requirement(
        "Alert rules",
        "The schedule rules end at the patient's end and run when nothing is unread",
        rules: ["R2", "R9"],
        tests: [
            "ScheduleRulesTests: Schedule rules stop at the patient's end",
            "ReconcileTests: Until the backlog is done, missed visits are taken back but not raised",
        ]),
    Requirement(
        "Alert rules",
        "R3 to R8 but R5a are silent before day 60",
        rules: ["R3", "R4", "R5", "R6", "R7", "R8"],
        tests: [
            "DeclineRulesTests: A plateau raises nothing, and neither does the contraction before day 60"
        ]),
    Requirement(
        "Alert rules",
        "R4 and R5 clear after two consecutive recovered values, or when a person closes them",
        rules: ["R4", "R5"],
        tests: [
            "DeclineRulesTests: Two consecutive recovered values clear the decline; its values never enter the "
                + "baseline",
            "ClosureTests: Closing a decline makes its values the new level: later values are held against it",
        ]),
    Requirement(
        "Alert rules",
        "A further infusion begins everything anew",
        rules: ["R1", "R8", "R9"],
        tests: [
            "AbsenceTests: The schedule of a first course ends with the next infusion, and begins anew with it",
            "R8LateRiseTests: A further infusion opens a new course: its expansion is no late rise, and what rises "
                + "late in it is",
        ]),
    Requirement(
        "Alert rules",
        "An amended result that takes an alert's ground away sends a correction which names it",
        tests: [
            "CommitTests: changed content is an amendment that names the earlier record and takes the alert back",
            "ReconcileTests: An alert whose ground is gone is corrected with a reason, whatever its state",
        ]),
    Requirement(
        "Alert rules",
        "A failed run inhibits the patient rules; an inadequate sample is never low copies",
        rules: ["R10", "reference"],
        tests: [
            "AttributionTests: A failed run withholds all its values; the run's own finding says so to the laboratory",
            "SampleTests: no amplification with an adequate reference is below the LLOQ, and without one an "
                + "inadequate sample",
        ]),
    Requirement(
        "Alert rules",
        "A result withheld for two days while an alert is open is told to the physician",
        rules: ["withheld"],
        tests: [
            "ClosureTests: The physician hears of a result that is withheld for two days while an alert is open"
        ]),
    Requirement(
        "Alert rules",
        "One message a run and recipient",
        tests: [
            "MailRoundTests: a run's events come in one message, another run's in another, in order"
        ]),
    Requirement(
        "Alert rules",
        "False alarms and sensitivity of the rules are measured on virtual patients",
        rules: ["R4", "R5a", "R8"],
        tests: [
            "TrialTests: Plateau patients are left in peace and relapses are seen weeks ahead",
            "TrialTests: Late rises are heard within two visits, and remission of five years is left in peace",
        ]),
]

private let aboutLifeOfAnAlert: [Requirement] = [
    Requirement(
        "Life of an alert",
        "Raised, acknowledged by a named person with a note, cleared or closed; escalation after 1 h, 4 h, "
            + "24 h; reminders after 1, 2, 4 days; silences end",
        tests: [
            "AlertLifeTests: A critical alert nobody acknowledges goes to the second contact after 1 h and to the "
                + "head after 4 h",
            "AlertLifeTests: A warning escalates after 24 h; notices, tasks and the laboratory's alerts never do",
            "AlertLifeTests: Reminders come at 1, 2 and 4 days; after an outage the latest stands for those before",
            "AlertLifeTests: Every act needs a person and a reason; silences end; what is over refuses",
        ]),
    Requirement(
        "Life of an alert",
        "A confirmation voids acknowledgement and silence",
        tests: [
            "AlertLifeTests: A silence puts off and ends; a confirmation voids it and the acknowledgement, and starts "
                + "the clocks anew"
        ]),
    Requirement(
        "Life of an alert",
        "Critical alerts wait for no cap and no quiet hour and are never given up",
        tests: [
            "MailRoundTests: what is critical, and a test, waits for no cap and no quiet hour",
            "ReceiptTests: the last attempt gives up, but never on a critical alert",
        ]),
    Requirement(
        "Life of an alert",
        "No name leaves the building; with detail minimal nothing of the patient does",
        tests: [
            "HookEventTests: minimal leaves id and severity, and nothing of the patient",
            "MailDeliveryTests: detail minimal tells the alert's id and severity, and nothing of the patient",
        ]),
    Requirement(
        "Life of an alert",
        "Every message says that alerts are advisory",
        tests: [
            "TextTests: of alerts end with the advisory line"
        ]),
]

private let aboutKinetics: [Requirement] = [
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

private let aboutAssayQuality: [Requirement] = [
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

private let aboutRecords: [Requirement] = [
    Requirement(
        "Records",
        "Append-only and chained: what was changed, removed or cut off is found",
        tests: [
            "VerifyTests: a deleted record is missed",
            "VerifyTests: a tail cut off shows against a head kept elsewhere, and only so",
            "SchemaCheckTests: an object redefined, added or taken away is found, and no command shows anything "
                + "through it",
        ]),
    Requirement(
        "Records",
        "Who, when (UTC), what, and which file, digest, program and configuration",
        tests: [
            "ActsTests: an acknowledgement is a person's record with name, account and note, and the alert's next "
                + "state",
            "FilesTests: a configuration is recorded when it changes, with what held before",
            "CanonicalJSONTests: times are written in UTC to the millisecond and sort as texts",
        ]),
    Requirement(
        "Records",
        "A crash or a full disk leaves whole records",
        rules: ["R10"],
        tests: [
            "CrashTests: a process killed while it commits leaves whole runs and a whole chain",
            "CrashTests: a full disk is final, says so, and keeps what was there",
        ]),
    Requirement(
        "Records",
        "A run id with another serial or start is a conflict: withheld and told",
        rules: ["R10"],
        tests: [
            "CommitTests: a run id with another serial is journaled, withheld and told to the laboratory"
        ]),
]
