import Casebook
import Configuration
import Foundation
import Journal
import Reporting
import Service
import Snapshots
import Text

extension ConfigurationOption {
    /// What configuration and journal know.
    func known() throws -> Known {
        let configuration = try load()
        return Known(configuration, try casebook(configuration), programVersion: programVersion)
    }
}

extension Known {
    /// A journaled run by its id, the beginning of its id, or its record's number; nothing where that is not one run.
    func run(named name: String) throws -> JournaledRun {
        let runs = try reading { () throws(JournalError) in try self.runs() }.runs
        let exact = runs.filter { $0.id == name || String($0.record) == name }
        let found = exact.isEmpty ? runs.filter { !name.isEmpty && $0.id.hasPrefix(name) } : exact
        guard let first = found.first else {
            throw CommandFailure.no(
                "the journal holds no run \(terminalSafe(name)): 'cqwatch runs' lists those that it holds")
        }
        guard found.count == 1 else {
            let records = found.map { String($0.record) }.joined(separator: ", ")
            throw CommandFailure.no(
                "\(terminalSafe(name)) may be several runs; say which by the number of its record: \(records)")
        }
        guard let run = try reading({ () throws(JournalError) in try self.run(first.record) }) else {
            throw CommandFailure.no("record \(first.record) is no run's")
        }
        return run
    }

    /// A patient's course, by the code without regard to case; one who is neither in patients.csv nor in the journal
    /// ends the command.
    func course(named text: String) throws -> PatientCourse {
        let code = configuration.patientCode(like: text)
        let course = try reading { () throws(JournalError) in try casebook.course(of: code) }
        guard configuration.patients[code] != nil || course.hasResults else {
            throw CommandFailure.no(
                "\(terminalSafe(code)) is neither in \(configuration.patientsPath) nor in the journal"
                    + (nearest(to: code, among: configuration.patients.keys.sorted()).map {
                        "; did you mean \(terminalSafe($0))?"
                    } ?? ""))
        }
        return course
    }
}
