// What is plugged in, by what it says of itself. Serial numbers and names are the device's to choose: they are text
// from outside.

/// One interface of a USB device, in one of its alternate settings, as its descriptors declare it.
public struct USBInterface: Hashable, Sendable, Codable {
    public let number: Int
    public let alternate: Int
    /// USB-IF's codes: 8 is mass storage, 3 a keyboard or mouse.
    public let classCode: Int
    public let subclass: Int
    public let protocolCode: Int

    public init(number: Int, alternate: Int = 0, classCode: Int, subclass: Int = 0, protocolCode: Int = 0) {
        self.number = number
        self.alternate = alternate
        self.classCode = classCode
        self.subclass = subclass
        self.protocolCode = protocolCode
    }

    public static let storageClass = 8
    public static let hubClass = 9
}

/// A USB device as its descriptors describe it.
public struct USBDevice: Hashable, Sendable, Codable {
    public let vendor: UInt16
    public let product: UInt16
    public let serial: String?
    public let manufacturer: String?
    public let model: String?
    /// Where it is plugged in: bus and ports, "1-2.3".
    public let port: String
    public let deviceClass: Int
    /// Of all configurations, alternate settings included.
    public let interfaces: [USBInterface]

    public init(
        vendor: UInt16, product: UInt16, serial: String? = nil, manufacturer: String? = nil, model: String? = nil,
        port: String, deviceClass: Int = 0,
        interfaces: [USBInterface]
    ) {
        self.vendor = vendor
        self.product = product
        self.serial = serial
        self.manufacturer = manufacturer
        self.model = model
        self.port = port
        self.deviceClass = deviceClass
        self.interfaces = interfaces
    }

    /// "0781:5567".
    public var id: String { "\(hexadecimal(vendor)):\(hexadecimal(product))" }
    /// Tells devices apart while they stay where they are: port, product and serial number.
    public var key: String { Self.key(port: port, id: id, serial: serial) }
    public static func key(port: String, id: String, serial: String?) -> String { "\(port) \(id) \(serial ?? "")" }
    /// Some interface is mass storage.
    public var isStorage: Bool { interfaces.contains { $0.classCode == USBInterface.storageClass } }
    public var isHub: Bool { deviceClass == USBInterface.hubClass }
}

/// Four digits, as lsusb and udev write them.
private func hexadecimal(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
}

/// How a laboratory names a device: by vendor and product, "0781:5567", or else by its serial number.
public enum DeviceMatch: Hashable, Sendable, Codable {
    case product(vendor: UInt16, product: UInt16)
    case serial(String)

    /// Nil for an empty text.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 4 }), let vendor = UInt16(parts[0], radix: 16),
            let product = UInt16(parts[1], radix: 16)
        {
            self = .product(vendor: vendor, product: product)
        } else if text.isEmpty {
            return nil
        } else {
            self = .serial(text)
        }
    }

    public func matches(_ device: USBDevice) -> Bool {
        switch self {
        case .product(let vendor, let product): device.vendor == vendor && device.product == product
        case .serial(let serial): device.serial == serial
        }
    }
}

/// A file system on a block device.
public struct FileSystem: Hashable, Sendable, Codable {
    /// "/dev/sdb1".
    public let node: String
    /// Major and minor number, "8:17".
    public let number: String
    /// "vfat"; nil where udev found none.
    public let type: String?
    public let label: String?
    public let uuid: String?

    public init(node: String, number: String, type: String? = nil, label: String? = nil, uuid: String? = nil) {
        self.node = node
        self.number = number
        self.type = type
        self.label = label
        self.uuid = uuid
    }
}

/// What a device may do here, and why.
public struct DeviceVerdict: Hashable, Sendable, Codable {
    public let admitted: Bool
    /// A sentence.
    public let reason: String

    public init(admitted: Bool, reason: String) {
        self.admitted = admitted
        self.reason = reason
    }
}
