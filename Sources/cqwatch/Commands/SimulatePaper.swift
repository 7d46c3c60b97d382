import ArgumentParser
import Assay
import Foundation
import Service
import Simulation

/// `cqwatch simulate paper DIR`: the study's cohort as run files.
struct SimulatePaper: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper", abstract: "Writes the runs of the study's cohort as LightCycler 96 files.",
        discussion: """
            The ten patients of Zhang et al. 2023 (doi 10.3892/etm.2023.12170) over their visits. DIR gets one .lc96p \
            file a run, named in the order of the run dates, and the matching patients.csv. The last visit lies near \
            today. The same seed gives the same curves.
            """)

    @Argument(help: "The folder to write to; made if missing.")
    var directory: String

    @Option(help: "Seed of the noise.")
    var seed: UInt64 = 1

    func run() async throws {
        // Yesterday, so that no run lies in the future whatever the zone.
        guard let today = CalendarDate.today(in: .current), let yesterday = CalendarDate(dayNumber: today.dayNumber - 1)
        else {
            throw CommandFailure.inputOutput("the system's clock shows no usable date")
        }
        let study = PaperStudy(seed: seed, lastVisit: yesterday)
        let folder = URL(filePath: directory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(study.patientsCSV.utf8).write(to: folder.appending(path: "patients.csv"))
            for (index, plate) in study.plates.enumerated() {
                showProgress("simulating", done: index, of: study.plates.count)
                try plate.container().write(to: folder.appending(path: plate.fileName))
            }
            showProgress("simulating", done: study.plates.count, of: study.plates.count)
        } catch let failure as SimulationFailure {
            throw CommandFailure.inputOutput("\(directory): \(failure)")
        } catch {
            throw CommandFailure.inputOutput("\(directory): cannot be written: \(error.localizedDescription)")
        }
        try writeOutput(
            "\(study.plates.count) runs and patients.csv of the cohort 'paper' (seed \(seed)) are in \(folder.path)")
    }
}
