// The policy: descriptors in, verdict with its reason out. No stick's word is taken for what it is: its interfaces say
// it.

/// Which USB devices may be read.
public struct DevicePolicy: Hashable, Sendable {
    /// Only these; empty: every device that is storage and nothing else.
    public let allow: [DeviceMatch]

    public init(allow: [DeviceMatch]) { self.allow = allow }

    /// No storage device has anything like so many.
    static let interfacesMax = 256

    /// - Parameter device: nil where it is gone; without interfaces where its descriptors could not be read. What is
    ///   not known is not trusted.
    public func judge(_ device: USBDevice?) -> DeviceVerdict {
        guard let device else { return .refused("It is gone, or the system does not show it.") }
        guard !device.interfaces.isEmpty else {
            return .refused("Its descriptors cannot be read, so nobody knows what it is.")
        }
        guard device.interfaces.count <= Self.interfacesMax else {
            return .refused("It declares \(device.interfaces.count) interfaces: no stick does.")
        }
        guard device.isStorage else { return .refused("It is no storage.") }
        let others = Set(device.interfaces.map(\.classCode)).subtracting([USBInterface.storageClass]).sorted()
        guard others.isEmpty else {
            return .refused(
                "It is storage and also \(others.map(USBClass.name).joined(separator: " and ")): a plain stick is "
                    + "storage alone."
            )
        }
        guard [0, USBInterface.storageClass].contains(device.deviceClass) else {
            return .refused(
                "Its interfaces are storage, but the device calls itself \(USBClass.name(device.deviceClass)).")
        }
        guard allow.isEmpty || allow.contains(where: { $0.matches(device) }) else {
            return .refused("It is storage alone, but neither its serial number nor its product stands in usb.allow.")
        }
        return DeviceVerdict(
            admitted: true,
            reason: allow.isEmpty ? "It is storage alone." : "It is storage alone and stands in usb.allow.")
    }
}

/// USB-IF's class codes (usb.org, "Defined Class Codes") in words.
enum USBClass {
    static func name(_ code: Int) -> String {
        switch code {
        case 0x01: "audio"
        case 0x02: "a network or modem"
        case 0x03: "a keyboard or another input device"
        case 0x06: "a camera or phone"
        case 0x07: "a printer"
        case 0x08: "storage"
        case 0x09: "a hub"
        case 0x0A: "a data line"
        case 0x0B: "a smart-card reader"
        case 0x0E: "video"
        case 0xE0: "a wireless adapter"
        case 0xEF: "a composite device"
        case 0xFE: "an application-specific device"
        case 0xFF: "a vendor's own device"
        default: "of class \(code)"
        }
    }
}

extension DeviceVerdict {
    /// A stick that is harmless by its descriptors, and holds what is not read here.
    public static func unread(_ type: String, _ settings: USBSettings) -> DeviceVerdict {
        .refused(
            "It holds \(type), and only \(settings.fileSystems.joined(separator: ", ")) are "
                + "read\(type == "ext4" ? ", unless usb.ext4 is true" : "")."
        )
    }

    public static func refused(_ reason: String) -> DeviceVerdict { DeviceVerdict(admitted: false, reason: reason) }
}
