// Deliveries and moments as the tests want them.
import Assay
import Foundation
import Alerts
import Rules

@testable import Dispatching

enum Samples {
    /// 2026-05-14 12:00 UTC.
    static let noon = Date(timeIntervalSince1970: 1_778_760_000)

    static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }

    static func delivery(
        _ id: Int, alert: Int, _ severity: Severity = .notice, channel: Channel = .hook("page"),
        recipient: String = "doctor",
        event: AlertEventKind = .raised, state: DeliveryState = .owed
    ) -> Delivery {
        let finding = Finding(rule: "R5a", severity: severity, subject: "s", text: "t", advice: "a")
        return Delivery(
            id: DeliveryID(Int64(id)),
            alert: Alert(id: AlertID(Int64(alert)), state: .open, raised: noon, finding: finding), event: event,
            reason: nil, channel: channel,
            recipients: [recipient], state: state, attempt: 0, detail: nil, due: noon, time: "", eventTime: "\(id)")
    }

    static func moment(_ seconds: Double) -> Moment { Moment(steady: .seconds(seconds), wall: noon + seconds) }

    static func dispatcher(
        _ change: (inout DeliverySettings) -> Void = { _ in }, waiting: [Delivery] = [], heartbeats: Bool = false
    ) -> Dispatcher {
        var settings = DeliverySettings()
        settings.defaultRecipient = "lab"
        change(&settings)
        return Dispatcher(settings: settings, calendar: calendar, waiting: waiting, sendsHeartbeats: heartbeats)
    }
}

extension [Dispatcher.Effect] {
    /// Ids of what is sent, a list a message.
    var sent: [[String]] {
        compactMap { if case .send(let message, _) = $0 { message.deliveries.map(\.id.text) } else { nil } }
    }
    var looks: [Set<Lane>] { compactMap { if case .look(let besides, _) = $0 { besides } else { nil } } }
    var receipts: [DeliveryReceipt] {
        flatMap { if case .record(let receipts, _, _, _) = $0 { receipts } else { [DeliveryReceipt]() } }
    }
    var faults: [Finding] { compactMap { if case .record(_, _, let fault, _) = $0 { fault } else { nil } } }
    var wakes: [Duration] { compactMap { if case .wake(let at) = $0 { at } else { nil } } }
    var missed: [String] { compactMap { if case .missHeartbeat(let why) = $0 { why } else { nil } } }
    var rests: Int { count { if case .rest = $0 { true } else { false } } }
}
