// From udev's and libusb's handles to values: what is plugged in, as far as it can be known.
internal import Linux
internal import USB

/// At a device before its descriptors are called unreadable.
private let looks = 3

extension Udev {
    /// Nil where the device is gone. Where its descriptors cannot be read, or are another device's, it has no
    /// interfaces.
    ///
    /// libusb follows the kernel's events by itself: it may hear that a stick was pulled while it is asked about it.
    /// Whether the device is gone or its descriptors are unreadable shows only when both are asked once more.
    func usbDevice(at path: String) -> SeenDevice? {
        for _ in 1..<looks {
            guard let seen = look(at: path) else { return nil }
            if !seen.device.interfaces.isEmpty { return seen }
        }
        return look(at: path)
    }

    private func look(at path: String) -> SeenDevice? {
        guard let found = device(at: path), found.isUSBDevice, let port = found.name,
            let vendor = found.attribute("idVendor").flatMap({ UInt16($0, radix: 16) }),
            let product = found.attribute("idProduct").flatMap({ UInt16($0, radix: 16) }),
            let bus = found.attribute("busnum").flatMap(UInt8.init),
            let address = found.attribute("devnum").flatMap(UInt8.init)
        else { return nil }
        let descriptors = USBDescriptors.read(bus: bus, address: address).flatMap {
            $0.vendor == vendor && $0.product == product ? $0 : nil
        }
        let device = USBDevice(
            vendor: vendor, product: product, serial: found.attribute("serial"),
            manufacturer: found.attribute("manufacturer"),
            model: found.attribute("product"), port: port, deviceClass: descriptors?.deviceClass ?? 0,
            interfaces: descriptors?.interfaces ?? [])
        return SeenDevice(path: path, address: "\(bus)/\(address)", device: device)
    }

    /// Every USB device that is plugged in, with its disks, by port.
    func survey(_ settings: USBSettings) throws(SystemError) -> [SeenDevice] {
        var found: [String: SeenDevice] = [:]
        for path in try paths(.usb) {
            if let seen = usbDevice(at: path) { found[path] = seen }
        }
        for path in try paths(.block) {
            guard let block = device(at: path), let usb = block.usbPath, let fileSystem = block.fileSystem else {
                continue
            }
            found[usb]?.disks[path] = fileSystem
        }
        return found.values.map { $0.judged(by: settings) }.sorted { $0.device.port < $1.device.port }
    }
}

extension UdevDevice {
    /// A block device's own part; nil for one without node or number.
    var fileSystem: FileSystem? {
        guard let node, let major = property("MAJOR"), let minor = property("MINOR") else { return nil }
        let holds = property("ID_FS_USAGE") == "filesystem"
        return FileSystem(
            node: node, number: "\(major):\(minor)", type: holds ? property("ID_FS_TYPE") : nil,
            label: holds ? property("ID_FS_LABEL") : nil,
            uuid: holds ? property("ID_FS_UUID") : nil)
    }

    /// An event, or a device that was asked for, as a value.
    var report: DeviceReport? {
        guard let subsystem, let path else { return nil }
        let gone = action == "remove"
        if subsystem == .usb, !gone, !isUSBDevice { return nil }
        return DeviceReport(
            action: gone ? .gone : .there, subsystem: subsystem, path: path, usbPath: gone ? nil : usbPath,
            fileSystem: subsystem == .block ? fileSystem : nil)
    }
}
