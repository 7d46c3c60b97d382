// When the quiet hours end.
internal import Foundation
internal import Alerts
internal import Rules

extension MailSettings.QuietHours {
    /// When the quiet hours that now hold will end; nil outside them.
    func end(at now: Date, _ calendar: Calendar) -> Date? {
        guard fromMinute != toMinute else { return nil }
        let parts = calendar.dateComponents([.hour, .minute], from: now)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let isQuiet =
            fromMinute < toMinute ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
        guard isQuiet else { return nil }
        return calendar.nextDate(
            after: now, matching: DateComponents(hour: toMinute / 60, minute: toMinute % 60), matchingPolicy: .nextTime)
    }
}
