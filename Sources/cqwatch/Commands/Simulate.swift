import ArgumentParser

/// `cqwatch simulate`: made-up cohorts.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulates: the study's cohort as run files, or a trial of the alert rules.",
        subcommands: [SimulatePaper.self, SimulateTrial.self])
}
