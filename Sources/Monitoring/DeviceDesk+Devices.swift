// A device that was judged, that went, or that the configuration names.
import Rules
import USB

extension DeviceDesk {
    func judged(_ seen: SeenDevice) -> Effect {
        var entry = DeviceEntry(.arrived, device: seen.device)
        entry.fileSystems = seen.fileSystems
        entry.verdict = seen.verdict
        var alerts = DeviceAlerts()
        if seen.verdict.admitted {
            alerts.clear = [(refusedDeviceSubject(seen.device), "it is admitted now")]
        } else {
            alerts.raise = refusedDeviceFinding(
                seen.device, nodes: seen.fileSystems.map(\.node), reason: seen.verdict.reason)
        }
        let verdict = seen.verdict.admitted ? "admitted" : "refused"
        return .journal(
            entry, alerts,
            DeviceLine(
                .judged, seen.device.id,
                "The USB device \(seen.device.id) at port \(seen.device.port) is \(verdict): \(seen.verdict.reason)",
                isWarning: !seen.verdict.admitted, isOfNewsAlone: true))
    }

    func left(_ seen: SeenDevice) -> Effect {
        var entry = DeviceEntry(.left, device: seen.device)
        entry.fileSystems = seen.fileSystems
        return .journal(
            entry, DeviceAlerts(),
            DeviceLine(.left, seen.device.id, "The USB device \(seen.device.id) at port \(seen.device.port) is gone."))
    }

    /// Of a device that the configuration names.
    func changed(_ name: String, _ change: PresenceChange) -> Effect {
        var alerts = DeviceAlerts()
        let event: DeviceEvent, line: (kind: DeviceLine.Kind, text: String)
        switch change {
        case .arrived:
            event = .arrived
            alerts.clear = [(missingDeviceSubject(name), "it is back")]
            line = (.back, "The device \(name) is there.")
        case .lost:
            event = .lost
            line = (.missing, "The device \(name) is not there.")
        case .missing:
            event = .missing
            alerts.raise = missingDeviceFinding(name, seconds: settings.lossSeconds(of: name))
            line = (.missing, "The device \(name) has been gone for too long: the laboratory is told.")
        }
        return .journal(
            DeviceEntry(event, name: name, device: named[name]), alerts,
            DeviceLine(line.kind, name, line.text, isOfNewsAlone: true))
    }
}
