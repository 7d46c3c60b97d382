// What every service does around its work: signals caught, a log that is flushed, and an exit code for each reason why it
// could not start.
internal import Configuration
internal import Foundation
internal import Journal
internal import Log
package import Logging

/// How a service ends: `sysexits.h` where it has a word for it.
public enum ServiceExit {
    public static let clean: Int32 = 0
    /// The journal, or another part that nothing goes without, failed: the supervisor restarts, and the journal is read
    /// back.
    public static let failed: Int32 = 1
    /// EX_DATAERR: the journal is damaged, was changed or is gone. No restart heals that.
    public static let damaged: Int32 = 65
    /// Another daemon holds the journal.
    public static let refused: Int32 = 69
    /// EX_CONFIG: the configuration has faults, or a newer version wrote the journal. No restart heals that.
    public static let configuration: Int32 = 78
}

/// Why a service cannot run, as a sentence a person can act on.
package struct StartRefused: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Does a service's work, and tells what kept it from it. `catchServiceSignals` must have been called first thing in main.
/// - Returns: the exit code.
package func serving(_ work: (Logger, Supervisor) throws -> Int32) -> Int32 {
    catchServiceSignals()
    defer { ServiceLog.flush() }
    let logger = Logger(label: "cqwatch") { _ in ServiceLog() }
    do {
        return try work(logger, Supervisor(environment: ProcessInfo.processInfo.environment))
    } catch {
        return refuse(error, logger)
    }
}

/// Tells what kept a service from starting.
/// - Returns: the exit code.
private func refuse(_ error: any Error, _ logger: Logger) -> Int32 {
    switch error {
    case let refused as ConfigurationFaults:
        for fault in refused.faults { logger.say(.configurationFault, fault.description) }
        return ServiceExit.configuration
    case let refused as StartRefused:
        logger.say(.startRefused, refused.description)
        return ServiceExit.refused
    case let error as JournalError:
        logger.say(.journalFailed, "\(error)")
        return exitCode(error)
    default:
        logger.say(.failed, "\(error)")
        return ServiceExit.failed
    }
}

func exitCode(_ error: JournalError) -> Int32 {
    switch error {
    case .newer: ServiceExit.configuration
    case .damaged: ServiceExit.damaged
    case .cannotOpen, .busy, .gone, .failed, .refused: ServiceExit.failed
    }
}
