// Arguments and wiring, nothing else: every command parses its arguments and calls a room.
import ArgumentParser
import Dispatch
import Foundation
import Service

struct Cqwatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cqwatch",
        abstract:
            "Turns LightCycler 96 runs into CAR-T copy numbers, keeps each patient's kinetics, alerts the physician.",
        discussion: """
            Values and alerts are advisory: they support a physician's judgement and never replace it.

            Every command that reads the configuration or the journal takes --config (default \
            \(defaultConfigurationPath)) and works beside a \
            running daemon. Lists have --json.

            'cqwatch --version --verbose' names the versions of the C libraries that are loaded, too.

            Exit codes: 0 done; 1 the answer is no (a run failed its QC, a journal is damaged); 2 wrong usage; 65 \
            nothing readable in a file; 69 another daemon writes the journal already; 74 a file or the journal cannot \
            be read or written; 78 wrong configuration.
            """,
        version: programVersion,
        groupedSubcommands: [
            CommandGroup(name: "Set-up", subcommands: [Init.self, CheckConfig.self]),
            CommandGroup(
                name: "Services",
                subcommands: [Daemon.self, Deliver.self, InterfaceCommand.self, Ship.self, WebCommand.self]),
            CommandGroup(
                name: "One file at a time",
                subcommands: [Analyze.self, Report.self, CallCq.self, SeriesKinetics.self, Limits.self]),
            CommandGroup(
                name: "What is known",
                subcommands: [
                    ShowStatus.self, Runs.self, Files.self, Patients.self, PatientKinetics.self,
                    Alerts.self, Controls.self,
                    RulesCommand.self, Deliveries.self, Explain.self, USBDevices.self, JournalCommand.self,
                ]),
            CommandGroup(name: "Several sites", subcommands: [CentralCommand.self]),
            CommandGroup(name: "What people do", subcommands: [AlertActs.self, RunCommand.self, TestAlert.self]),
            CommandGroup(name: "Trying it out", subcommands: [Simulate.self]),
        ])
}

@main
struct Main {
    /// Not async: that would start libdispatch's pool of threads, which no service is to pay for as long as it lives.
    static func main() {
        if CommandLine.arguments.dropFirst().elementsEqual([examinerCommand]) { exit(runExaminer()) }
        if LibraryVersions.isAsked(Array(CommandLine.arguments.dropFirst())) {
            do { try writeOutput(LibraryVersions.text, terminator: "") } catch { end(error) }
            exit(0)
        }
        if let name = CommandLine.arguments.dropFirst().first,
            [Daemon._commandName, Deliver._commandName, Ship._commandName, WebCommand._commandName].contains(name)
                || InterfaceCommand.isService(CommandLine.arguments.dropFirst()),
            !CommandLine.arguments.contains("--once")
        {
            // First thing, before any other thread exists: a service must not lose an early SIGTERM.
            catchServiceSignals()
            do {
                var service = try Cqwatch.parseAsRoot()
                try service.run()
            } catch {
                end(error)
            }
        } else {
            Task {
                do {
                    var command = try Cqwatch.parseAsRoot()
                    if var asynchronous = command as? any AsyncParsableCommand {
                        try await asynchronous.run()
                    } else {
                        try command.run()
                    }
                    exit(0)
                } catch {
                    end(error)
                }
            }
            dispatchMain()
        }
    }

    private static func end(_ error: any Error) -> Never {
        if let failure = error as? CommandFailure {
            writeError("cqwatch: " + failure.sentence)
            exit(failure.code)
        }
        // ArgumentParser's own "usage" code is 64; ours is 2, as shells and the contract have it.
        guard Cqwatch.exitCode(for: error) == .validationFailure else { Cqwatch.exit(withError: error) }
        writeError(Cqwatch.fullMessage(for: error))
        exit(2)
    }
}
