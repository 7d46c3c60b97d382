import ArgumentParser
import Service
import WebService

/// `cqwatch web`: the pages, live, and what people do as forms.
struct WebCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web",
        abstract: "Shows the pages live and takes people's acts as forms, behind a proxy that signs people in.",
        discussion: """
            Listens on a local socket and on no port; the proxy alone may open it and says in two headers who looks \
            (keys web.userHeader, web.roleHeader, web.roles). Started by cqwatch-web.socket it ends when nobody has \
            looked for ten minutes; with --socket it runs until SIGTERM or SIGINT. SIGHUP reads the configuration \
            anew. Every page that is opened and every act is a record of the journal. Set-up: docs/web.md.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(
        help: "Where to listen: a path for its owner and group. Left out: the socket that systemd passes on.",
        completion: .file())
    var socket: String?

    @Option(help: "Seconds without a request after which a service that systemd's socket started ends.")
    var idle = 600

    func validate() throws {
        guard (1...86_400).contains(idle) else { throw ValidationError("--idle takes 1 to 86400 seconds.") }
    }

    func run() throws {
        leave(
            runWeb(
                configurationPath: config.path, socketPath: socket, idleEnd: .seconds(idle),
                programVersion: programVersion))
    }
}
