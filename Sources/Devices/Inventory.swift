// What `cqwatch usb` asks: no daemon is needed, and nothing is remembered.
internal import Glibc
public import Linux
public import USB

/// Every USB device that is plugged in, by its port.
public func pluggedIn(_ settings: USBSettings) throws(SystemError) -> [SeenDevice] { try Udev().survey(settings) }

/// Judges the USB device behind a block device. Whatever is not known for certain is refused.
/// - Parameter node: a block device, or a link to one.
public func admit(_ node: String, _ settings: USBSettings) -> DeviceVerdict {
    guard settings.enabled else { return .refused("USB sticks are not read here: usb.enabled is false.") }
    var about = stat()
    guard stat(node, &about) == 0 else {
        return .refused("It cannot be looked at: \(String(cString: strerror(errno))).")
    }
    guard about.st_mode & S_IFMT == S_IFBLK else { return .refused("It is no block device.") }
    do throws(SystemError) {
        let udev = try Udev()
        guard let block = udev.blockDevice(about.st_rdev) else { return .refused("The system knows no such device.") }
        guard let usb = block.usbPath else { return .refused("It does not hang on USB.") }
        if let type = block.fileSystem?.type, !settings.reads(type) { return .unread(type, settings) }
        return DevicePolicy(allow: settings.allow).judge(udev.usbDevice(at: usb)?.device)
    } catch {
        return .refused("It cannot be judged: \(error.description)")
    }
}
