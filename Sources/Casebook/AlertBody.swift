// The bodies of alert and delivery records. Each holds the alert as it stood after the event, so the newest record of
// an alert is its state.
internal import Alerts
internal import Assay
internal import Foundation
internal import Rules

/// What an alert's record says beside the alert: all nil where the rules alone spoke.
struct AlertDetail: Codable {
    /// Why, for corrections, clearances and closures.
    var reason: String?
    /// The person who acted; nil where the program did.
    var by: String?
    var note: String?
    /// End of a silence.
    var until: Date?
    /// Which escalation.
    var escalation: Escalation?
    /// Date of a closing in the laboratory's zone.
    var closedOn: CalendarDate?
}

/// Body of `alert`: the event, then the alert's own fields beside it, as the hook and the lists show them.
struct AlertBody: Codable {
    let event: AlertEventKind
    let alert: Alert
    let detail: AlertDetail

    private enum Keys: String, CodingKey { case event, id, state, raised }

    init(event: AlertEventKind, alert: Alert, detail: AlertDetail = AlertDetail()) {
        self.event = event
        self.alert = alert
        self.detail = detail
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        event = try container.decode(AlertEventKind.self, forKey: .event)
        detail = try AlertDetail(from: decoder)
        let finding = try Finding(from: decoder)
        for day in [finding.day, finding.clearedDay].compactMap(\.self) { _ = try RecordNumber.day(day) }
        alert = Alert(
            id: try container.decode(AlertID.self, forKey: .id),
            state: try container.decode(AlertState.self, forKey: .state),
            raised: try container.decode(Date.self, forKey: .raised), finding: finding)
    }

    func encode(to encoder: any Encoder) throws {
        try alert.finding.encode(to: encoder)
        try detail.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(event, forKey: .event)
        try container.encode(alert.id, forKey: .id)
        try container.encode(alert.state, forKey: .state)
        try container.encode(alert.raised, forKey: .raised)
    }
}

/// Body of `person`: what somebody did, and as whom the system knows them.
struct PersonBody: Codable {
    /// "acknowledged", "closed", "reopened", "silenced", "retry", "test", "run voided" and so on.
    let act: String
    /// The alert, the delivery or the run acted on; nil for a test.
    let on: String?
    /// The name that the person gave.
    let by: String
    /// The system's name of the account.
    let user: String
    let note: String?
    let until: Date?
    /// The number of the form that was filled in; nil for a command.
    var form: String?
    let programVersion: String
    /// What was decided, where it is about a run.
    var run: RunActBody?
}

/// Body of `delivery`: one alert event to one channel. The newest record of a delivery is its state.
struct DeliveryBody: Codable {
    let delivery: DeliveryID
    let alert: AlertID
    let event: AlertEventKind
    let channel: Channel
    let recipients: [String]
    var state: DeliveryState
    /// Attempts made.
    @AttemptCount var attempt: Int
    /// What the channel answered.
    var detail: String?
    /// Not to be tried before; nil once it is done.
    var due: Date?
    /// Message-ID of the mail that brought it; nil elsewhere.
    var message: String?
    /// The next contact was owed the event too.
    var passedOn: Bool?
}
