// libusb: the descriptors of one device. Linux keeps them in sysfs, so this needs no right to open the device and no
// /dev/bus/usb. A context a query: libusb's own list of devices can so never be older than the question.
internal import CUSB
internal import USB

struct USBDescriptors {
    let vendor: UInt16
    let product: UInt16
    let deviceClass: Int
    let interfaces: [USBInterface]

    /// - Returns: nil where the device is gone, or some descriptor of it cannot be read whole.
    static func read(bus: UInt8, address: UInt8) -> USBDescriptors? {
        USBContext()?.withDevices { devices in
            for case let device? in devices
            where libusb_get_bus_number(device) == bus && libusb_get_device_address(device) == address {
                return USBDescriptors(device)
            }
            return nil
        }
    }

    private init?(_ device: OpaquePointer) {
        var own = libusb_device_descriptor()
        guard libusb_get_device_descriptor(device, &own) == 0 else { return nil }
        var interfaces: [USBInterface] = []
        for index in 0..<own.bNumConfigurations {
            var configuration: UnsafeMutablePointer<libusb_config_descriptor>?
            guard libusb_get_config_descriptor(device, index, &configuration) == 0, let configuration else {
                return nil
            }
            defer { libusb_free_config_descriptor(configuration) }
            interfaces += Self.interfaces(configuration.pointee)
        }
        (vendor, product, deviceClass) = (own.idVendor, own.idProduct, Int(own.bDeviceClass))
        self.interfaces = interfaces
    }

    private static func interfaces(_ configuration: libusb_config_descriptor) -> [USBInterface] {
        UnsafeBufferPointer(start: configuration.interface, count: Int(configuration.bNumInterfaces)).flatMap {
            interface in
            UnsafeBufferPointer(start: interface.altsetting, count: Int(interface.num_altsetting)).map {
                USBInterface(
                    number: Int($0.bInterfaceNumber), alternate: Int($0.bAlternateSetting),
                    classCode: Int($0.bInterfaceClass),
                    subclass: Int($0.bInterfaceSubClass), protocolCode: Int($0.bInterfaceProtocol))
            }
        }
    }
}

/// A libusb context: it ends with its owner.
private final class USBContext {
    private let context: OpaquePointer

    init?() {
        var made: OpaquePointer?
        guard libusb_init(&made) == 0, let made else { return nil }
        context = made
    }

    deinit { libusb_exit(context) }

    func withDevices<Result>(_ body: (UnsafeBufferPointer<OpaquePointer?>) -> Result?) -> Result? {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = libusb_get_device_list(context, &list)
        guard count >= 0, let list else { return nil }
        defer { libusb_free_device_list(list, 1) }
        return body(UnsafeBufferPointer(start: list, count: count))
    }
}
