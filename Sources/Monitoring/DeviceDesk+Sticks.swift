// What is read off sticks, and when they may be pulled.
import Files
import Rules
import Text

extension DeviceDesk {
    mutating func found(_ medium: Medium) -> Effect {
        sticks[medium.stick.name] = Reading()
        return .journal(
            DeviceEntry(.mounted, stick: medium.stick), DeviceAlerts(),
            DeviceLine(
                .stickReading, medium.stick.name,
                "The \(medium.stick.title) is being read. Do not pull it yet."))
    }

    mutating func count(_ fate: FileFate, of stick: String) {
        switch fate {
        case .taken: sticks[stick]?.files.taken += 1
        case .known: sticks[stick]?.files.known += 1
        case .unreadable: sticks[stick]?.files.unreadable += 1
        }
    }

    /// All that is wanted of the stick is in the journal, or the journal says why it is not.
    mutating func read(_ medium: Medium, _ end: MediumEnd) -> Effect {
        let stick = medium.stick
        sticks[stick.name, default: Reading()].isRead = true
        let files = sticks[stick.name]?.files ?? DeviceEntry.Tally()
        var entry = DeviceEntry(.read, stick: stick)
        entry.files = files
        let sentence = "The \(stick.title) is safe to pull: \(Self.told(files, end.faults))"
        var alerts = DeviceAlerts()
        alerts.clear = [(pulledStickSubject(stick), "it was plugged in again and read")]
        alerts.notice = mediumNotice(stick, sentence)
        return .journal(entry, alerts, DeviceLine(.stickRead, stick.name, sentence))
    }

    mutating func gone(_ medium: Medium, _ end: MediumEnd) -> Effect {
        let stick = medium.stick
        var files = (sticks.removeValue(forKey: stick.name) ?? Reading()).files
        files.unread = end.unreadCount
        var entry = DeviceEntry(.pulled, stick: stick)
        entry.files = files
        entry.unread = end.unread.isEmpty ? nil : end.unread.map(medium.journalPath)
        guard !end.isWhole else {
            return .journal(
                entry, DeviceAlerts(), DeviceLine(.stickPulled, stick.name, "The \(stick.title) was pulled."))
        }
        let finding = pulledStickFinding(
            stick, unread: entry.unread ?? [], count: end.unreadCount, looked: end.looked)
        var alerts = DeviceAlerts()
        alerts.raise = finding
        return .journal(
            entry, alerts,
            DeviceLine(.stickPulled, stick.name, "\(finding.text) \(finding.advice)", isWarning: true))
    }

    /// "3 runs taken, 2 known already, 1 file is no readable run."
    private static func told(_ files: DeviceEntry.Tally, _ faults: [String]) -> String {
        var parts = ["\(counted(files.taken, "run")) taken"]
        if files.known > 0 { parts.append("\(files.known) known already") }
        if files.unreadable > 0 {
            parts.append(
                files.unreadable == 1 ? "1 file is no readable run" : "\(files.unreadable) files are no readable runs")
        }
        return ([parts.joined(separator: ", ") + "."] + faults).joined(separator: " ")
    }
}
