/// What this program looks at of udev's subsystems.
public enum UdevSubsystem: String, CaseIterable, Sendable { case block, usb }

/// What udev says of one device, copied out of its handle.
public struct DeviceReport: Hashable, Sendable {
    public enum Action: Sendable { case there, gone }
    public let action: Action
    public let subsystem: UdevSubsystem
    /// In sysfs.
    public let path: String
    /// Of the USB device that this is, or hangs on.
    public var usbPath: String?
    /// Of a block device.
    public var fileSystem: FileSystem?

    public init(
        action: Action, subsystem: UdevSubsystem, path: String, usbPath: String? = nil, fileSystem: FileSystem? = nil
    ) {
        self.action = action
        self.subsystem = subsystem
        self.path = path
        self.usbPath = usbPath
        self.fileSystem = fileSystem
    }
}
