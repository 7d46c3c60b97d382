import ArgumentParser
import Casebook
import Configuration
import Foundation
import Hospital
import Journal
import Reporting
import Service
import Text

/// `cqwatch interface`: results and alerts to the hospital's systems. Without a question or an act it is the service.
struct InterfaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface",
        abstract: "Sends results and alerts to the hospital's systems: HL7 v2, FHIR, files.",
        discussion: """
            Without another option or command it is the service: it runs in the foreground until SIGTERM or SIGINT, and \
            sends what the journal owes, one message at a time on each way. What fails is tried again for as long as \
            it takes; what the receiver refuses is set aside, with all that follows of the same patient, until a \
            person has it tried again or gives it up.
            """,
        subcommands: [InterfacePreview.self, InterfaceStatus.self])

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @Option(help: "Number of a message that is set aside: it is tried again.")
    var retry: String?
    @Option(help: "Number of a message that is set aside or waits: it is given up.")
    var skip: String?
    @Option(help: "Who gives it up.")
    var by: String?
    @Option(help: "Why.")
    var note: String?

    func validate() throws {
        guard retry == nil || skip == nil else { throw ValidationError("Give --retry or --skip, not both.") }
        if skip != nil, by?.isEmpty != false || note?.isEmpty != false {
            throw ValidationError("What is given up needs --by NAME and --note TEXT.")
        }
    }

    /// Whether it is to run as the service, which must not lose an early SIGTERM.
    static func isService(_ arguments: some Collection<String>) -> Bool {
        let others = Set([InterfacePreview._commandName, InterfaceStatus._commandName])
        return arguments.first == _commandName
            && !arguments.contains { argument in
                others.contains(argument)
                    || ["--json", "--retry", "--skip", "--help", "-h"].contains { argument.hasPrefix($0) }
            }
    }

    func run() throws {
        guard let message = retry ?? skip else {
            if json.isOn { return try showInterface(config, json: true) }
            leave(runInterface(configurationPath: config.path, programVersion: programVersion))
        }
        let configuration = try config.load()
        let casebook = try config.writableCasebook(configuration)
        let user = systemUser()
        let person = Person(name: by ?? user, user: user, note: note ?? "interface --retry")
        let context = judgementContext(configuration, programVersion: programVersion)
        let state: LineState = retry == nil ? .skipped : .retry
        try writing { () throws(JournalError) in
            try casebook.decideInterface(message, state, by: person, context: context, at: Date())
        }
        writeError("Message \(terminalSafe(message)) is \(state == .retry ? "tried again" : "given up").")
        if json.isOn { try showInterface(config, json: true) }
    }
}

/// `cqwatch interface status`.
struct InterfaceStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows what the hospital's systems have been told, and what waits.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() throws { try showInterface(config, json: json.isOn) }
}

private func showInterface(_ config: ConfigurationOption, json: Bool) throws {
    let configuration = try config.load()
    let settings = try interfaceSettings(configuration, config.path)
    let casebook = try config.casebook(configuration)
    let document = try reading { () throws(JournalError) in
        var ways: [InterfaceDocument.Way] = []
        let open = try casebook.openMessages()
        for route in settings.routes {
            let counts = try casebook.interfaceCounts(route), cursor = try casebook.interfacePlace(route).cursor
            let own = open.filter { $0.route == route }
            ways.append(
                InterfaceDocument.Way(
                    route: route.rawValue, cursor: cursor, accepted: counts[.accepted] ?? 0,
                    waiting: own.count { $0.state == .waiting || $0.state == .retry },
                    parked: own.count { $0.state == .parked }, skipped: counts[.skipped] ?? 0,
                    owed: try casebook.interfaceOwed(route, settings: settings)))
        }
        return InterfaceDocument(
            site: settings.site,
            running: JournalLock.look(.interface, journal: configuration.journalPath).isHeld, routes: ways,
            messages: open.filter { settings.routes.contains($0.route) }.map {
                InterfaceDocument.Message(
                    id: $0.message, route: $0.route.rawValue, patient: $0.patient, state: $0.state.rawValue,
                    attempts: $0.attempt, detail: $0.detail, time: $0.time)
            })
    }
    try writeOutput(
        json ? Reporting.json(document, indented: true) : interfaceText(document), terminator: json ? "\n" : "")
}
