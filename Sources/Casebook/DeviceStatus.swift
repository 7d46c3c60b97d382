// What is plugged in, as the newest device records say.
public import Files
internal import GRDB
public import Journal
public import Rules
public import USB

/// A storage device that came and has not left, or a stick that is mounted.
public struct PresentDevice: Hashable, Sendable {
    public enum State: String, Sendable { case refused, admitted, reading, safeToPull = "safe to pull" }
    /// Port, product and serial number.
    public let key: String
    /// Nil where only the stick is known.
    public let device: USBDevice?
    public let stick: Stick?
    public let state: State
    /// Of a refusal.
    public let reason: String?
    public let files: DeviceEntry.Tally?
}

extension Casebook {
    /// In the order in which they came. Only as true as the daemon that writes the journal is alive.
    public func presentDevices() throws(JournalError) -> [PresentDevice] {
        try read { db in
            var present: [PresentDevice] = []
            for body in try Self.deviceBodies(db) where body.name == nil {
                let key = body.key
                switch body.event {
                case .arrived:
                    present.removeAll { $0.key == key }
                    guard let device = body.device?.usbDevice else { continue }
                    present.append(
                        PresentDevice(
                            key: key, device: device, stick: nil,
                            state: body.verdict == .admitted ? .admitted : .refused, reason: body.reason,
                            files: nil))
                case .mounted, .read:
                    guard let stick = body.stick else { continue }
                    present.removeAll { $0.key == key && ($0.stick == nil || $0.stick?.node == stick.node) }
                    present.append(
                        PresentDevice(
                            key: key, device: nil, stick: stick, state: body.event == .read ? .safeToPull : .reading,
                            reason: nil,
                            files: body.files))
                case .pulled: present.removeAll { $0.key == key && $0.stick?.node == body.stick?.node }
                case .left: present.removeAll { $0.key == key }
                case .lost, .missing: break
                }
            }
            return present
        }
    }
}
