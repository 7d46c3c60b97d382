import ArgumentParser
import Central
import Configuration
import Journal
import Rules
import Service
import Shipping
import Text

/// `cqwatch ship`: the shipping service.
struct Ship: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ships this site's journal to the central store, record by record.",
        discussion: """
            Runs in the foreground until SIGTERM or SIGINT: ships what a commit adds at once, and speaks to the store \
            every five minutes when nothing happens. The journal never waits for the store; days without it are made \
            up for. Where the store holds another journal under this site's name it stops and tells the laboratory. \
            central.site and central.connection say who and where.
            """)

    @OptionGroup var config: ConfigurationOption

    @Flag(
        help:
            "Ship what there is, then end. Exit 0: all of it is at the store; 1: the store holds another journal; 74: out of reach."
    )
    var once = false

    func run() throws {
        guard once else { leave(runShipping(configurationPath: config.path, programVersion: programVersion)) }
        let configuration = try config.load()
        let (site, connection) = try configuration.shippingPlace(config.path)
        let journal = try config.journal(configuration)
        let visit = StoreVisit(site: site, connection: connection, journal: journal, program: programVersion)
        let outcome = try reading { () throws(JournalError) in
            try visit.make(progress: { showProgress("shipping", done: Int($0), of: Int($1)) })
        }
        switch outcome {
        case .shipped(let records):
            let head = try reading { () throws(JournalError) in try journal.head() }
            try writeOutput("\(counted(records, "record")) shipped; this journal ends at record \(head.sequence)")
        case .unreachable(let why), .refused(let why):
            throw CommandFailure.inputOutput("the central store: \(why)")
        case .forked(let fork):
            let casebook = try config.writableCasebook(configuration)
            try writing { () throws(JournalError) in
                try tellLaboratory(of: fork, site: site, casebook, configuration, programVersion: programVersion)
            }
            throw CommandFailure.no(fork.sentence)
        }
    }
}

extension Configuration {
    /// Who we are at the store, and where it is.
    func shippingPlace(_ path: String) throws -> (site: String, connection: String) {
        guard let site = central.site, let connection = central.connection else {
            throw CommandFailure.configuration("\(path): central.site and central.connection do not both stand there")
        }
        return (site, connection)
    }
}
