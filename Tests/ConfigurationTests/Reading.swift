// How the suites read a configuration: text in, value or faults out.
import Assay
import Configuration
import Foundation

let minimal = """
    watch:
      directories: [export]
    assay:
      standards:
        unit: copies/ul template
    patients: patients.csv
    journal:
      path: state/journal.sqlite
    delivery:
      default: doctor
      recipients:
        doctor: {role: physician, name: Doctor on duty, address: doctor@example.org}

    """
let header = "patient,infusion,dose,group,physician,ended,reason\n"

func read(_ yaml: String, patients: String = header, today: CalendarDate? = nil) throws -> Configuration {
    try readConfiguration(yaml: Data(yaml.utf8), file: "/etc/cq/cqwatch.yaml", today: today) { _ in Data(patients.utf8)
    }
}

/// The faults; empty where the configuration is accepted.
func faults(_ yaml: String, patients: Data = Data(header.utf8)) -> [ConfigurationFault] {
    do throws(ConfigurationFaults) {
        _ = try readConfiguration(yaml: Data(yaml.utf8), file: "/etc/cq/cqwatch.yaml") { _ in patients }
        return []
    } catch { return error.faults }
}

func patients(_ table: String, today: CalendarDate? = nil) throws -> [String: Patient] {
    try read(minimal, patients: table, today: today).patients
}

func patientFaults(_ table: String) -> [ConfigurationFault] { faults(minimal, patients: Data(table.utf8)) }
