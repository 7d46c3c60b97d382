// A way that messages go, as the line sees it.
internal import Foundation
internal import Hospital

/// Used by one thread. Blocks.
protocol Transport: AnyObject {
    /// Sends one message and waits for what the receiver makes of it.
    func send(_ message: Data, of event: HospitalEvent) -> Verdict
    /// Closes the connection, if there is one.
    func hangUp()
}

extension Route {
    /// Nil where the settings do not choose this way.
    func transport(_ settings: InterfaceSettings, _ stop: StopFlag) -> (any Transport)? {
        switch self {
        case .hl7: settings.hl7.map { MLLPTransport($0, site: settings.site, stop) }
        case .fhir: settings.fhir.map { FHIRTransport($0, stop) }
        case .folder: settings.folder.map { FolderTransport($0, site: settings.site) }
        }
    }
}
