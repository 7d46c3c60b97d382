// The configuration is one immutable value: text goes in, and the whole value or every fault comes out. Files are the
// shell's.
public import Assay
public import Central
internal import Digests
public import Foundation
public import Alerts
public import Hospital
public import Laboratory
public import Rules
public import Monitoring
public import USB
public import Web
internal import Yams

/// How sample names are read, and which values may be trusted.
public struct SampleSettings: Hashable, Sendable {
    /// Turns a sample name into patient and day.
    public var naming = SampleNaming()
    /// Values of result tables, which carry no run identity, may reach the patient rules.
    public var tablesTrusted = false
    /// The table of DNA concentrations; nil: none.
    public var concentrationsPath: String?
    /// What it says.
    public var concentrations = DNAConcentrations()
    public init() {}
}

/// Everything that `cqwatch.yaml` and the tables it names say.
public struct Configuration: Sendable {
    public var watch = WatchSettings()
    public var usb = USBSettings()
    public var assay = AssaySettings()
    public var samples = SampleSettings()
    public var patientsPath = ""
    /// By study code.
    public var patients: [String: Patient] = [:]
    public var rules = RuleSettings()
    public var laboratory = LaboratorySettings()
    public var journalPath = ""
    /// The file that figures for a monitoring system are written to; nil: none.
    public var metricsPath: String?
    /// The folder that pages are written into after each commit; nil: none are.
    public var pagesFolder: String?
    /// How pages are served; nothing is where it is not complete.
    public var web = WebSettings()
    public var delivery = DeliverySettings()
    /// The hospital's systems; nil: none is told.
    public var interface: InterfaceSettings?
    /// The central store of several sites.
    public var central = CentralSettings()
    /// SHA-256 over the bytes of the files, each with its length before it; lower-case hex.
    public var digest = ""
    /// The line of each key that `cqwatch.yaml` holds ("delivery.second"), counted from 1.
    public var lines: [String: Int] = [:]
    /// The line of each patient's row, of several infusions that of the last, by study code.
    public var patientLines: [String: Int] = [:]
    /// What holds but deserves a look: an infusion in the future, a physician nobody knows.
    public var warnings: [ConfigurationFault] = []

    /// The tables that `cqwatch.yaml` names.
    public var tablePaths: [String] {
        [patientsPath, samples.concentrationsPath].compactMap(\.self).filter { !$0.isEmpty }
    }
}

/// Reads a configuration.
/// - Parameters:
///   - yaml: the bytes of `cqwatch.yaml`.
///   - file: its path, absolute: relative paths in it start at its folder.
///   - today: the date against which an infusion lies in the future; nil: not looked at.
///   - readTable: gives the bytes of the table at a path; its error's text becomes a fault.
/// - Throws: every fault of all files.
public func readConfiguration(
    yaml: Data, file: String, today: CalendarDate? = nil, readTable: (_ path: String) throws -> Data
) throws(ConfigurationFaults) -> Configuration {
    let log = FaultLog(file: file)
    guard let mapping = rootMapping(of: yaml, log) else { throw ConfigurationFaults(log.faults) }
    var configuration = Configuration()
    let root = Section(path: "", mapping: mapping, line: 1, log: log)
    read(root, file: file, table: readTable, into: &configuration)
    let tableLog = FaultLog(file: configuration.patientsPath)
    let patients = table(configuration.patientsPath, "patients", file, tableLog, readTable)
    if let patients {
        configuration.patients = PatientsTable.read(
            patients, recipients: configuration.delivery.recipients.map(\.key),
            targets: configuration.assay.targets.filter { $0.role == .target }.map(\.name), today: today, tableLog)
    }
    let dnaLog = FaultLog(file: configuration.samples.concentrationsPath ?? "")
    let dna = table(dnaLog.file, "samples.concentrations", file, dnaLog, readTable)
    if let dna {
        configuration.samples.concentrations = ConcentrationsTable.read(
            dna, naming: configuration.samples.naming, dnaLog)
    }
    let faults = (log.faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) }) + tableLog.faults + dnaLog.faults
    guard faults.isEmpty else { throw ConfigurationFaults(faults) }
    guard let digest = digest([yaml, patients ?? Data()] + [dna].compactMap(\.self)) else {
        throw ConfigurationFaults([
            ConfigurationFault(
                file: file, line: nil, key: "", message: "libcrypto gives no SHA-256",
                fix: "repair the system's OpenSSL")
        ])
    }
    configuration.digest = digest
    (configuration.lines, configuration.patientLines) = (log.lines, tableLog.lines)
    configuration.warnings = log.warnings + tableLog.warnings
    return configuration
}

private func read(
    _ root: Section, file: String, table: (String) throws -> Data, into configuration: inout Configuration
) {
    let folder = folder(of: file)
    configuration.watch = WatchSection.read(root.section("watch"), folder: folder)
    configuration.usb = USBSection.read(root.section("usb"), folder: folder)
    configuration.assay = AssaySection.read(root.section("assay"))
    configuration.samples = SamplesSection.read(root.section("samples"), folder: folder)
    configuration.rules = RulesSection.read(root.section("rules"), assayUnit: configuration.assay.unit)
    configuration.delivery = DeliverySection.read(root.section("delivery"), folder: folder)
    configuration.central = CentralSection.read(root.section("central"))
    configuration.laboratory = LaboratorySection.read(root.section("laboratory"))
    let journal = root.section("journal")
    configuration.journalPath = path(
        "path", of: journal, folder,
        missing: "write where the journal lives, e.g. path: /var/lib/cqwatch/journal.sqlite")
    journal.finish()
    let metrics = root.section("metrics")
    configuration.metricsPath = metrics.entry("textfile").flatMap { metrics.path($0, in: folder) }
    metrics.finish()
    let pages = root.section("pages")
    PagesSection.read(pages, folder: folder, into: &configuration)
    configuration.web = WebSection.read(root.section("web"))
    configuration.patientsPath = path("patients", of: root, folder, missing: "write the path of patients.csv")
    configuration.interface = InterfaceSection.read(root, folder: folder, assay: configuration.assay, table)
    WrittenPlaces.check(
        configuration, journal: journal.entry("path"), metrics: metrics.entry("textfile"),
        pages: pages.entry("folder"), file: file, root)
    root.finish()
}

private func path(_ key: String, of section: Section, _ folder: String, missing: String) -> String {
    guard let entry = section.entry(key) else {
        section.missing(key, fix: missing)
        return ""
    }
    return section.path(entry, in: folder) ?? ""
}

/// The bytes of a table; nil where none is named, and after a fault.
private func table(
    _ path: String, _ key: String, _ file: String, _ log: FaultLog, _ read: (_ path: String) throws -> Data
) -> Data? {
    if path.isEmpty { return nil }
    do { return try read(path) } catch {
        log.fault(
            line: nil, key: key, "the file cannot be read: \(error.localizedDescription)",
            fix: "write it, or correct `\(key):` in \(file)")
        return nil
    }
}

/// The lengths keep files apart that differ only in where one ends.
private func digest(_ parts: [Data]) -> String? {
    let digest = Digest(.sha256)
    for part in parts {
        digest.update(Data("\(part.count)\n".utf8))
        digest.update(part)
    }
    return digest.hex()
}
