// What comes and goes on USB: what the desk decides of it, done; mounts are the monitor's.
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
        try attend(.adopted(configuration.usb))
        guard configuration.usb.enabled else {
            devices?.stop()
            devices = nil
            return try tell(.media([]))
        }
        if let devices { devices.replace(configuration.usb) } else { watchDevices() }
        // Other folders or suffixes may be wanted of the sticks that stay.
        for mount in monitor.mounts { try tell(.hint(root: mount)) }
    }

    func handle(_ news: DeviceNews) throws(JournalError) {
        switch news {
        case .media(let media): try tell(.media(media))
        case .change(let change): try attend(.change(change))
        case .surveyed(let there):
            for device in try casebook.presentDevices() where !there.contains(device.key) {
                try attend(.absent(device.device, device.stick))
            }
        case .failed(let fault):
            logger.say(.usbUnwatched, "\(fault.description) Sticks are not noticed until the service is started anew.")
        }
    }

    /// Asks the desk what to do, and does it.
    func attend(_ event: DeviceDesk.Event) throws(JournalError) {
        for effect in desk.handle(event) {
            switch effect {
            case .journal(let entry, let alerts, let line):
                let isNews = try journal(entry, alerts)
                if let line, isNews || !line.isOfNewsAlone { log(line) }
            case .tell(let event): try tell(event)
            case .showStatus: supervisor.status(statusSentence)
            }
        }
    }

    /// - Returns: whether it was news to the journal.
    private func journal(_ entry: DeviceEntry, _ alerts: DeviceAlerts) throws(JournalError) -> Bool {
        guard let committed = try casebook.commitDevice(entry, alerts: alerts, context: context, at: Date()) else {
            return false
        }
        sweeper.hear(.recorded())
        if committed.deliveriesOwed > 0 { deliverer?.poke() }
        return true
    }

    private func log(_ line: DeviceLine) {
        let kind: LogKind =
            switch line.kind {
            case .judged: .deviceJudged
            case .left: .deviceLeft
            case .back: .deviceBack
            case .missing: .deviceMissing
            case .stickReading: .stickReading
            case .stickRead: .stickRead
            case .stickPulled: .stickPulled
            }
        logger.say(kind, line.text, [.device: [line.device]], level: line.isWarning ? .warning : nil)
    }
}
