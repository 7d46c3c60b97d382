// libudev's handles, each with one owner. They are no threads' common property: whoever makes a `Udev` keeps it on one
// thread.
internal import CUdev
internal import Glibc
internal import Linux
internal import USB

/// A libudev context.
final class Udev {
    fileprivate let context: OpaquePointer

    init() throws(SystemError) {
        guard let made = udev_new() else { throw SystemError(action: "start", subject: "libudev", code: errno) }
        context = made
    }

    deinit { udev_unref(context) }

    func device(at syspath: String) -> UdevDevice? { UdevDevice(udev_device_new_from_syspath(context, syspath)) }

    func blockDevice(_ number: dev_t) -> UdevDevice? {
        UdevDevice(udev_device_new_from_devnum(context, CChar(bitPattern: UInt8(ascii: "b")), number))
    }

    /// - Parameter number: major and minor, "8:17".
    func blockDevice(_ number: String) -> UdevDevice? {
        UdevDevice(udev_device_new_from_device_id(context, "b" + number))
    }

    /// Paths in sysfs of all devices of a subsystem. At most `devicesMax`.
    func paths(_ subsystem: UdevSubsystem) throws(SystemError) -> [String] {
        guard let search = udev_enumerate_new(context) else {
            throw SystemError(action: "list", subject: "devices", code: errno)
        }
        defer { udev_enumerate_unref(search) }
        guard udev_enumerate_add_match_subsystem(search, subsystem.rawValue) >= 0,
            udev_enumerate_scan_devices(search) >= 0
        else {
            throw SystemError(action: "list", subject: "devices", code: errno)
        }
        var paths: [String] = []
        var entry = udev_enumerate_get_list_entry(search)
        while let found = entry, paths.count < Self.devicesMax {
            if let path = text(udev_list_entry_get_name(found)) { paths.append(path) }
            entry = udev_list_entry_get_next(found)
        }
        return paths
    }

    /// Far more than any machine has.
    private static let devicesMax = 10_000
}

/// One device as libudev knows it.
struct UdevDevice: ~Copyable {
    private let handle: OpaquePointer

    /// Takes over libudev's reference.
    fileprivate init?(_ owned: OpaquePointer?) {
        guard let owned else { return nil }
        handle = owned
    }

    deinit { udev_device_unref(handle) }

    var path: String? { text(udev_device_get_syspath(handle)) }
    var name: String? { text(udev_device_get_sysname(handle)) }
    var node: String? { text(udev_device_get_devnode(handle)) }
    var action: String? { text(udev_device_get_action(handle)) }
    var subsystem: UdevSubsystem? { text(udev_device_get_subsystem(handle)).flatMap(UdevSubsystem.init) }
    /// "usb_device" and not one of its interfaces.
    var isUSBDevice: Bool { subsystem == .usb && text(udev_device_get_devtype(handle)) == Self.usbDevice }

    func property(_ name: String) -> String? { text(udev_device_get_property_value(handle, name)) }
    func attribute(_ name: String) -> String? { text(udev_device_get_sysattr_value(handle, name)) }

    /// Path of the USB device that this one is, or hangs on; nil where there is none. The parent's handle is the
    /// child's.
    var usbPath: String? {
        if isUSBDevice { return path }
        return udev_device_get_parent_with_subsystem_devtype(handle, UdevSubsystem.usb.rawValue, Self.usbDevice).flatMap
        {
            text(udev_device_get_syspath($0))
        }
    }

    private static let usbDevice = "usb_device"
}

/// What comes and goes, as udev tells it once its own rules have run.
final class UdevMonitor {
    /// Room for events that come while we work, bytes: a hub full of sticks sends some hundred of a few KiB each. More
    /// is told as an overflow.
    static let receiveBufferBytes: Int32 = 1 << 20

    private let monitor: OpaquePointer

    /// Listens from here on.
    init(_ udev: Udev) throws(SystemError) {
        guard let made = udev_monitor_new_from_netlink(udev.context, "udev") else {
            throw SystemError(action: "listen to", subject: "udev", code: errno)
        }
        monitor = made
        // Where the system's limit is smaller it stays at that.
        _ = udev_monitor_set_receive_buffer_size(made, Self.receiveBufferBytes)
        for subsystem in UdevSubsystem.allCases {
            udev_monitor_filter_add_match_subsystem_devtype(made, subsystem.rawValue, nil)
        }
        let code = udev_monitor_enable_receiving(made)
        guard code >= 0 else { throw SystemError(action: "listen to", subject: "udev", code: -code) }
    }

    deinit { udev_monitor_unref(monitor) }

    /// What is waited on for input.
    var descriptor: Int32 { udev_monitor_get_fd(monitor) }

    enum Received: ~Copyable {
        case device(UdevDevice)
        case nothing
        /// The kernel dropped events: what is there must be listed anew.
        case overflow
    }

    /// The next event, without waiting.
    func receive() -> Received {
        errno = 0
        if let device = UdevDevice(udev_monitor_receive_device(monitor)) { return .device(device) }
        return errno == ENOBUFS ? .overflow : .nothing
    }
}

/// A C string that may be missing; a device's own text is cut to a readable length.
private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer else { return nil }
    let bytes = UnsafeBufferPointer(start: pointer, count: strnlen(pointer, textMax))
    return String(decoding: bytes.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private let textMax = 4096
