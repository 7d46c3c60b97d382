// What is asked of the rules on patients.
import Assay

let aboutAlertRules: [Requirement] = [
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
            "ScheduleRulesTests: After the two years one visit a year is asked for: a missed one is told, one that was "
                + "kept is not",
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
