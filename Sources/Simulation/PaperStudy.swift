public import Assay
public import Foundation

/// The study's ten patients, their samples and the plates these were run on. A value of a seed and a date alone: same
/// arguments, same bytes.
public struct PaperStudy: Sendable {
    public struct Plate: Sendable {
        /// File names sort in the order of the runs.
        public let fileName: String
        public let design: PlateDesign
        let seed: UInt64

        /// The LightCycler 96 file.
        public func container() throws(SimulationFailure) -> Data { try lightCyclerContainer(design, seed: seed) }
    }

    /// A sample as it truly is.
    public struct Sample: Hashable, Sendable {
        public let patient: String
        /// Days after the infusion.
        public let day: Int
        public let taken: CalendarDate
        /// Copies/µl gDNA.
        public let copies: Double
    }

    /// `patients.csv` with its header: `patient,infusion,dose,group,physician,ended,reason`; the group is the outcome.
    public let patientsCSV: String
    public let plates: [Plate]
    /// In the order of sampling.
    public let samples: [Sample]
    public let outcomes: [String: StudyOutcome]

    /// Key of the recipient whom every patient names, as in `delivery.recipients`.
    public static let physician = "physician"

    /// `lastVisit`: the day of the last sample; no run starts later. A day before today keeps every run in the past.
    public init(seed: UInt64, lastVisit: CalendarDate) {
        var random = SeededRandom(seed: seed)
        let patients = StudyPatient.all
        let span = patients.map { $0.infusionOffset + ($0.visits.max() ?? 0) }.max() ?? 0
        let firstDay = lastVisit.dayNumber - span
        func date(_ patient: StudyPatient, _ day: Int) -> CalendarDate {
            CalendarDate(dayNumber: firstDay + patient.infusionOffset + day) ?? lastVisit
        }
        var due: [DueSample] = []
        for patient in patients {
            for day in patient.visits {
                due.append(
                    DueSample(
                        taken: date(patient, day), patient: patient.code, day: day,
                        copies: patient.copies(day: day, random: &random),
                        referenceCopies: 18_000 * exp(0.2 * max(-2, min(2, random.normal())))))
            }
        }
        let batches = PlateBatch.batches(of: due, last: lastVisit, random: &random)
        plates = batches.enumerated().map { index, batch in
            let minutes = Int(random.next() % 360)
            let start = LocalTime(
                batch.started, hour: 9 + minutes / 60, minute: minutes % 60, second: Int(random.next() % 60))
            let layout = PlateLayout(
                samples: batch.samples.map { .init($0.name, copies: $0.copies, referenceCopies: $0.referenceCopies) })
            var design = PlateDesign(start: start, wells: layout.wells())
            design.chemistry.singleCopyCycle += 0.1 * max(-2, min(2, random.normal()))
            return Plate(
                fileName: String(format: "%@_CAR-T_plate-%03d.lc96p", batch.started.iso, index + 1), design: design,
                seed: random.next())
        }
        samples = due.sorted { ($0.taken, $0.patient) < ($1.taken, $1.patient) }
            .map { Sample(patient: $0.patient, day: $0.day, taken: $0.taken, copies: $0.copies) }
        outcomes = Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0.outcome) })
        patientsCSV =
            "patient,infusion,dose,group,physician,ended,reason\n"
            + patients.map { patient in
                let ended = patient.end.map { date(patient, $0.day).iso } ?? ""
                let fields = [
                    patient.code, date(patient, 0).iso, patient.dose, patient.outcome.rawValue, Self.physician, ended,
                    patient.end?.reason ?? "",
                ]
                return fields.joined(separator: ",") + "\n"
            }.joined()
    }
}

/// A cohort as files.
public struct Cohort: Sendable {
    public let patientsCSV: String
    /// In the order of the run dates.
    public let runs: [(fileName: String, bytes: Data)]
}

/// All files of `PaperStudy`, written at once.
public func simulatePaper(seed: UInt64, lastVisit: CalendarDate) throws(SimulationFailure) -> Cohort {
    let study = PaperStudy(seed: seed, lastVisit: lastVisit)
    var runs: [(fileName: String, bytes: Data)] = []
    for plate in study.plates { runs.append((plate.fileName, try plate.container())) }
    return Cohort(patientsCSV: study.patientsCSV, runs: runs)
}
