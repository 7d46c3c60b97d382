// Values in a unit that the rules do not have: never compared, never converted, and never passed over in silence.
import Assay
import Text

enum R10OtherUnit {
    /// One finding for each other unit among a patient's values that would otherwise be judged.
    /// - Parameter measured: settled by these rules.
    static func findings(_ patient: Patient, _ measured: MeasuredDays, _ settings: RuleSettings) -> [Finding] {
        measured.otherUnits.sorted { $0.key < $1.key }.map { unit, days in
            let days = days.sorted()
            return laboratory(
                .otherUnit, subject: "\(patient.code) values in \(shown(unit, max: 40))", patient: patient.code,
                run: nil,
                text:
                    "\(days.count == 1 ? "One value" : "\(days.count) values") of patient \(patient.code) "
                    + "(\(plainList(days.map { "day \($0)" }, max: 8))) "
                    + "\(days.count == 1 ? "is" : "are") in \(shown(unit, max: 40)), the rules' thresholds in "
                    + "\(settings.unit): they are not judged."
            )
        }
    }
}

extension RuleDescription {
    static let otherUnit = RuleDescription.ofLaboratory(
        "values in another unit",
        fires: "values of a patient are in another unit than the thresholds: they are not judged",
        advice:
            "A unit is never converted by itself. If assay.unit was changed by mistake, set it back; if the "
            + "assay has changed, the patient's course begins anew with the new unit.",
        evidence: "a value in another unit is another number")
}
