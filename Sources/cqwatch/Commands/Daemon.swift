import ArgumentParser
import Foundation
import Service

/// `cqwatch daemon`: the service in the foreground.
struct Daemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watches the export folders: reads, analyses, journals and judges every run.",
        discussion: """
            Runs in the foreground until SIGTERM or SIGINT, which end it between two transactions. SIGHUP reads the \
            configuration anew: a faulty one changes nothing and says why. Tells systemd when it is ready and that it \
            is alive. Delivers alerts too unless --no-deliver leaves that to 'cqwatch deliver'.
            """)

    @OptionGroup var config: ConfigurationOption

    @Flag(name: .customLong("no-deliver"), help: "Leave deliveries to 'cqwatch deliver'.")
    var noDeliver = false

    func run() throws {
        leave(runDaemon(configurationPath: config.path, deliver: !noDeliver, programVersion: programVersion))
    }
}

/// `cqwatch deliver`: the delivery service alone.
struct Deliver: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delivers the alerts that the journal owes: to the log, to hooks and by mail.",
        discussion: """
            One deliverer works at a time; a second one waits. What fails is tried again with growing pauses, per \
            alert and channel, mail per recipient too. Runs in the foreground until SIGTERM or SIGINT.
            """)

    @OptionGroup var config: ConfigurationOption

    func run() throws {
        leave(runDelivery(configurationPath: config.path, programVersion: programVersion))
    }
}
