import ArgumentParser
import Configuration
import Reporting
import Rules
import Service

/// `cqwatch simulate trial --patients N`: how often the rules raise a false alarm, and how early they see a relapse.
struct SimulateTrial: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "Tries the alert rules on virtual patients: false alarms, sensitivity and lead time of each rule.",
        discussion: """
            Three groups of N patients each (remission, slow loss, relapse) go through the same judgement as real \
            ones, without file or journal. Use it to tune the thresholds: give your assay's own scatter (--sd) and \
            LLOQ, and a configuration with the thresholds in question. The same seed gives the same patients. Each row \
            is a rule, each column the share of a group's patients for whom it fired: false alarms in plateau and \
            remission, true ones in relapse, reappears, late rise and climb. Median lead is the number of days from \
            its first alert to the relapse. R5a judges intervals: they are as wide as those of plates, whatever --sd \
            says.
            """)

    @Option(help: "Patients a group, 1 to \(trialPatientsMax).")
    var patients = 1000

    @Option(help: "Seed of the patients and the noise.")
    var seed: UInt64 = 1

    @Option(help: "Total standard deviation of a value, log10: biology, sampling and assay.")
    var sd = 0.15

    @Option(help: "Lower limit of quantification, copies in the rules' unit.")
    var lloq = TrialSettings().lloq

    @Option(help: "Days from a provisional decline to its confirming sample; 0: none is taken.")
    var confirmAfter = 14

    @Option(name: .customLong("config"), help: "A configuration whose rules hold instead of the defaults.")
    var configurationPath: String?

    @OptionGroup var json: JSONFlag

    func validate() throws {
        guard (1...trialPatientsMax).contains(patients) else {
            throw ValidationError("--patients must lie between 1 and \(trialPatientsMax).")
        }
        guard (0...2).contains(sd) else { throw ValidationError("--sd must lie between 0 and 2 log10.") }
        guard lloq > 0, lloq <= 1e12 else { throw ValidationError("--lloq must be a positive number of copies.") }
        guard (0...365).contains(confirmAfter) else {
            throw ValidationError("--confirm-after must lie between 0 and 365 days.")
        }
    }

    func run() async throws {
        var settings = TrialSettings()
        (settings.patients, settings.seed, settings.sdLog10, settings.lloq) = (patients, seed, sd, lloq)
        settings.confirmingDays = confirmAfter == 0 ? nil : confirmAfter
        if let configurationPath {
            do throws(ConfigurationFaults) { settings.rules = try loadConfiguration(configurationPath).rules } catch {
                throw CommandFailure.configuration(error.description)
            }
        }
        let results = simulateTrial(settings) { showProgress("patients", done: $0, of: $1) }
        if json.isOn {
            return try writeOutput(Reporting.json(TrialDocument(results, settings: settings), indented: true))
        }
        try writeOutput(
            trialText(results, settings: settings, width: foldingWidth(), colour: showsColour()), terminator: "")
    }
}
