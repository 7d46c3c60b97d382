// What the administrator writes: cqwatch.yaml and patients.csv.
internal import Configuration
internal import Foundation
internal import Rules

/// The YAML, with a sound table of patients.
let configuration = Target(name: "yaml") {
    [Data(defaultConfigurationText(.embedded).utf8), Data(shortConfiguration.utf8)]
} callback: { bytes, count in
    read(yaml: data(bytes, count), patients: Data(shortTable.utf8))
    return 0
}

/// The table of patients, with a sound configuration.
let patients = Target(name: "patients") {
    [Data(shortTable.utf8), Data("patient;infusion\nP01;14.05.2025\n".utf8)]
} callback: { bytes, count in
    read(yaml: Data(shortConfiguration.utf8), patients: data(bytes, count))
    return 0
}

private let shortTable = """
    patient,infusion,dose,group,physician,ended,reason
    P01,2025-05-14,1.5,A,ward,,
    P02,2025-06-01,,B,,2025-12-24,died

    """

private let shortConfiguration = """
    watch: {folders: [{path: /srv/runs}]}
    patients: patients.csv
    journal: {path: /var/lib/cqwatch/journal.sqlite}
    delivery: {recipients: {ward: {role: physician, name: W, address: w@example.org}}, default: ward}

    """

private func read(yaml: Data, patients: Data) {
    do throws(ConfigurationFaults) {
        let read = try readConfiguration(yaml: yaml, file: "/etc/cqwatch/cqwatch.yaml") { _ in patients }
        hold(!read.digest.isEmpty, "a configuration has its digest")
    } catch {
        hold(!error.faults.isEmpty, "a configuration that is refused has a fault")
        for fault in error.faults {
            hold(!fault.message.isEmpty && !fault.fix.isEmpty, "a fault says what is wrong and what to do")
            hold(
                fault.description.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.properties.generalCategory != .control
                }, "a fault steers no terminal: \(fault.description.debugDescription)")
        }
    }
}
