import ArgumentParser

/// `cqwatch simulate`: cohorts that never were.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulates: the study's cohort as run files, or a trial of the alert rules.",
        subcommands: [SimulatePaper.self, SimulateTrial.self])
}
