// What was plugged in, judged, read and pulled. The record, the laboratory's alerts and the notice are one transaction.
internal import Files
public import Foundation
internal import GRDB
public import Journal
public import Alerts
public import Rules
internal import USB

/// Body of `device`.
struct DeviceBody: Codable {
    enum Verdict: String, Codable { case admitted, refused }

    struct Identity: Codable {
        let id: String
        let serial: String?
        let manufacturer: String?
        let model: String?
        let port: String
        let deviceClass: Int
        let interfaces: [USBInterface]

        init(_ device: USBDevice) {
            id = device.id
            serial = device.serial
            manufacturer = device.manufacturer
            model = device.model
            port = device.port
            deviceClass = device.deviceClass
            interfaces = device.interfaces
        }

        var usbDevice: USBDevice? {
            guard case .product(let vendor, let product)? = DeviceMatch(id) else { return nil }
            return USBDevice(
                vendor: vendor, product: product, serial: serial, manufacturer: manufacturer, model: model, port: port,
                deviceClass: deviceClass,
                interfaces: interfaces)
        }
    }

    let event: DeviceEvent
    /// Under which the configuration lists it.
    let name: String?
    let device: Identity?
    let fileSystems: [FileSystem]?
    let verdict: Verdict?
    let reason: String?
    let stick: Stick?
    let files: DeviceEntry.Tally?
    let unread: [String]?
    let programVersion: String

    init(_ entry: DeviceEntry, _ context: JudgementContext) {
        event = entry.event
        name = entry.name
        device = entry.device.map(Identity.init)
        fileSystems = entry.fileSystems
        verdict = entry.verdict.map { $0.admitted ? .admitted : .refused }
        reason = entry.verdict?.reason
        stick = entry.stick
        files = entry.files
        unread = entry.unread
        programVersion = context.programVersion
    }

    /// It says whether the device is there.
    var isPresence: Bool { [.arrived, .left, .lost, .missing].contains(event) }

    /// A later record of the same device that says the same is no news.
    func says(_ later: DeviceBody) -> Bool {
        (event == later.event || event == .missing && later.event == .lost) && verdict == later.verdict
            && reason == later.reason
    }

    /// Which device it is about: a name, or what is plugged in where.
    var key: String {
        if let name { return "named \(name)" }
        return device?.usbDevice?.key ?? stick?.deviceKey ?? ""
    }
}

extension Casebook {
    /// Journals a device event. An arrival or a loss that the newest record of the device says already adds nothing: a
    /// daemon that was started anew sees again what was there.
    /// - Returns: nil where nothing was added.
    @discardableResult
    public func commitDevice(_ entry: DeviceEntry, alerts: DeviceAlerts, context: JudgementContext, at now: Date)
        throws(JournalError) -> Committed?
    {
        try write(at: now) { appender -> Committed? in
            let body = DeviceBody(entry, context)
            if [.arrived, .lost].contains(entry.event), let newest = try Self.newestDevice(body.key, appender.db),
                newest.says(body)
            {
                return nil
            }
            let sequence = try appender.append(.device, about: nil, body)
            for (subject, reason) in alerts.clear {
                let standing = try Self.alerts(withSubject: subject, appender.db).filter(\.state.stands)
                try appender.apply(
                    standing.map { .clear(alert: $0.id, reason: reason) }, about: sequence, context: context)
            }
            if let finding = alerts.raise {
                let standing = try Self.alerts(withSubject: finding.subject, appender.db).filter(\.state.stands)
                if !standing.contains(where: { $0.finding.text == finding.text }) {
                    try appender.apply(
                        standing.map { .correct(alert: $0.id, reason: "it happened again, otherwise") },
                        about: sequence, context: context)
                    try appender.raise(finding, about: sequence, context: context)
                }
            }
            if let notice = alerts.notice { try appender.notify(notice, about: sequence, context: context) }
            return appender.committed(sequence)
        }
    }

    /// Device records that are looked through for what is plugged in: far more than a day brings.
    private static let deviceRecordsMax = 1000

    private static let newestFirst =
        "SELECT body FROM record INDEXED BY record_kind WHERE kind = 'device' ORDER BY time DESC, sequence DESC LIMIT ?"

    /// The newest device records, oldest first.
    static func deviceBodies(_ db: Database) throws -> [DeviceBody] {
        try String.fetchAll(db, sql: newestFirst, arguments: [deviceRecordsMax]).reversed().map {
            try CanonicalJSON.value(DeviceBody.self, from: $0)
        }
    }

    /// What was said last of whether a device is there.
    private static func newestDevice(_ key: String, _ db: Database) throws -> DeviceBody? {
        let bodies = try String.fetchCursor(db, sql: newestFirst, arguments: [deviceRecordsMax])
        while let text = try bodies.next() {
            let body = try CanonicalJSON.value(DeviceBody.self, from: text)
            if body.key == key, body.isPresence { return body }
        }
        return nil
    }
}

extension Appender {
    /// Tells the hooks of something that is no alert: it is over from the start and stands in no list of open ones.
    fileprivate mutating func notify(_ finding: Finding, about record: Int64, context: JudgementContext) throws {
        let raised = Timestamp.date(Timestamp.text(now)) ?? now
        let notice = Alert(id: AlertID(next), state: .closed, raised: raised, finding: finding)
        if orders(for: notice, event: .media, context: context).isEmpty { return }
        try append(.media, notice, about: record, context: context)
    }
}
