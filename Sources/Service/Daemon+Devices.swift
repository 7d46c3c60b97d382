// What comes and goes on USB: verdicts are journaled as they are told, mounts and named devices are the monitor's.
internal import Casebook
internal import Configuration
internal import Delivery
internal import Devices
internal import Foundation
internal import Journal
internal import Alerts
internal import Linux
internal import Rules
internal import Log
internal import Logging
internal import Monitoring
internal import USB

extension Daemon {
    /// Where USB cannot be watched sticks are not read, and all else goes on.
    func watchDevices() {
        guard configuration.usb.enabled else { return }
        let mailbox = mailbox
        do throws(SystemError) {
            devices = try DeviceWatch(configuration.usb) { mailbox.post(.devices($0)) }
        } catch {
            logger.say(.usbUnwatched, "\(error.description) Sticks are not noticed until the service is started anew.")
        }
    }

    /// Other settings hold.
    func adoptDevices(since old: USBSettings) throws(JournalError) {
        guard configuration.usb != old else { return }
        for named in old.named where !configuration.usb.named.contains(where: { $0.name == named.name }) {
            try tell(.device(named.name, .unnamed))
        }
        guard configuration.usb.enabled else {
            devices?.stop()
            devices = nil
            return try tell(.media([]))
        }
        if let devices { devices.replace(configuration.usb) } else { watchDevices() }
        // Other folders or suffixes may be wanted of the sticks that stay.
        for mount in monitor.mounts { try tell(.hint(root: mount)) }
    }

    func take(_ news: DeviceNews) throws(JournalError) {
        switch news {
        case .media(let media): try tell(.media(media))
        case .change(.arrived(let seen)): try judged(seen)
        case .change(.left(let seen)): try left(seen)
        case .change(.named(let name, let present, let seen)): try named(name, present, seen)
        case .surveyed(let there): try forgetAbsent(there)
        case .failed(let fault):
            logger.say(.usbUnwatched, "\(fault.description) Sticks are not noticed until the service is started anew.")
        }
    }

    private func judged(_ seen: SeenDevice) throws(JournalError) {
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
        guard try journal(entry, alerts) else { return }
        logger.say(
            .deviceJudged,
            "The USB device \(seen.device.id) at port \(seen.device.port) is "
                + "\(seen.verdict.admitted ? "admitted" : "refused"): \(seen.verdict.reason)",
            [.device: [seen.device.id]], level: seen.verdict.admitted ? nil : .warning)
    }

    private func left(_ seen: SeenDevice) throws(JournalError) {
        var entry = DeviceEntry(.left, device: seen.device)
        entry.fileSystems = seen.fileSystems
        _ = try journal(entry, DeviceAlerts())
        logger.say(
            .deviceLeft, "The USB device \(seen.device.id) at port \(seen.device.port) is gone.",
            [.device: [seen.device.id]])
    }

    private func named(_ name: String, _ present: Bool, _ seen: SeenDevice?) throws(JournalError) {
        namedDevices[name] = seen?.device ?? namedDevices[name]
        try tell(.device(name, present ? .there : .absent(lossSeconds: configuration.usb.lossSeconds(of: name))))
    }

    /// Devices that were there when an earlier process ended, and are gone now.
    private func forgetAbsent(_ there: Set<String>) throws(JournalError) {
        for device in try casebook.presentDevices() where !there.contains(device.key) {
            _ = try journal(DeviceEntry(.left, device: device.device, stick: device.stick), DeviceAlerts())
        }
    }

    /// Of a device that the configuration names.
    func record(_ name: String, _ change: PresenceChange) throws(JournalError) {
        var alerts = DeviceAlerts()
        let event: DeviceEvent
        switch change {
        case .arrived:
            event = .arrived
            alerts.clear = [(missingDeviceSubject(name), "it is back")]
        case .lost: event = .lost
        case .missing:
            event = .missing
            alerts.raise = missingDeviceFinding(name, seconds: configuration.usb.lossSeconds(of: name))
        }
        guard try journal(DeviceEntry(event, name: name, device: namedDevices[name]), alerts) else { return }
        switch change {
        case .arrived: logger.say(.deviceBack, "The device \(name) is there.", [.device: [name]])
        case .lost: logger.say(.deviceMissing, "The device \(name) is not there.", [.device: [name]])
        case .missing:
            logger.say(
                .deviceMissing, "The device \(name) has been gone for too long: the laboratory is told.",
                [.device: [name]])
        }
    }

    /// - Returns: whether it was news to the journal.
    func journal(_ entry: DeviceEntry, _ alerts: DeviceAlerts) throws(JournalError) -> Bool {
        guard let committed = try casebook.commitDevice(entry, alerts: alerts, context: context, at: Date()) else {
            return false
        }
        schedule.isStale = true
        if committed.deliveriesOwed > 0 { deliverer?.poke() }
        return true
    }
}
