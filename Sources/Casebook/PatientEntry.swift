internal import Assay

/// What the judgement of a patient takes from the patients file, as a configuration's record keeps it: the old and new
/// value of every correction.
struct PatientEntry: Codable, Hashable {
    let infusion: CalendarDate?
    let ended: CalendarDate?
    let physician: String
    /// Left out where there are none.
    let further: [Patient.Infusion]?
    let target: String?

    init(_ patient: Patient) {
        (infusion, ended, physician) = (patient.infusion, patient.firstEnded, patient.physician)
        further = patient.further.isEmpty ? nil : patient.further
        target = patient.target.isEmpty ? nil : patient.target
    }

    /// Samples find the same days by it.
    func dates(as other: PatientEntry) -> Bool {
        infusion == other.infusion && further?.map(\.date) == other.further?.map(\.date)
    }
}
