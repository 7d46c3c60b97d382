// Whether a time server keeps this machine's clock.
internal import CLinux
internal import Foundation

/// The kernel's word where it gives one (`ProtectClock=` keeps it from saying), else that of systemd-timesyncd. Of a
/// clock that reads something else than the kernel's neither says anything.
func isClockKept(_ wall: Date) -> Bool {
    var seconds: Int64 = 0
    switch clinux_clock_is_kept(&seconds) {
    case 1: return abs(Double(seconds) - wall.timeIntervalSince1970) < 2
    case 0: return false
    default: return isKeptByTimesyncd(wall)
    }
}

/// systemd-timesyncd touches this file at each answer of its server (systemd-timesyncd.service(8)).
private let timesyncdClock = "/run/systemd/timesync/synchronized"
/// It asks at least every 2048 s (timesyncd.conf(5), PollIntervalMaxSec=).
private let timesyncdPause = 3 * 2048.0

private func isKeptByTimesyncd(_ wall: Date) -> Bool {
    guard let touched = try? FileManager.default.attributesOfItem(atPath: timesyncdClock)[.modificationDate] as? Date
    else { return false }
    return abs(wall.timeIntervalSince(touched)) < timesyncdPause
}
