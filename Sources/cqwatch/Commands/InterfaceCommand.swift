import ArgumentParser

/// `cqwatch interface`: results and alerts to the hospital's systems.
struct InterfaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface",
        abstract: "Sends results and alerts to the hospital's systems: HL7 v2, FHIR, files.",
        subcommands: [InterfacePreview.self])
}
