// The shipping service: the pure shipper, and around it one thread that visits the store, waits for the journal to change,
// for the time of the next visit, or for a signal.
public import Casebook
public import Central
public import Configuration
internal import Foundation
public import Journal
internal import Rules

/// Tells the laboratory, in its own journal, why nothing more is shipped.
public func tellLaboratory(
    of fork: Fork, site: String, _ casebook: Casebook, _ configuration: Configuration, programVersion: String
) throws(JournalError) {
    try casebook.recordFault(
        centralStoreFinding(site: site, reason: fork.sentence),
        context: judgementContext(configuration, programVersion: programVersion), at: Date())
}

public func runShipping(configurationPath path: String, programVersion: String) -> Int32 { 0 }
