internal import Alerts
public import Snapshots

/// What happened to an alert: raised, acknowledged, closed, by whom and with which note.
public struct AlertActDocument: Codable, Hashable, Sendable {
    /// Id of the alert.
    public var alert: String
    /// The event's name, e.g. "acknowledged".
    public var event: String
    /// UTC.
    public var time: String
    @OrNull public var by: String?
    @OrNull public var note: String?

    public init(_ entry: AlertHistoryEntry) {
        self.init(
            alert: entry.alert.text, event: entry.event.rawValue, time: entry.time, by: entry.by, note: entry.note)
    }

    public init(alert: String, event: String, time: String, by: String?, note: String?) {
        self.alert = alert
        self.event = event
        self.time = time
        _by = OrNull(wrappedValue: by)
        _note = OrNull(wrappedValue: note)
    }
}
