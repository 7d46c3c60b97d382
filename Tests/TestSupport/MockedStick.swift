// USB devices for umockdev: what `umockdev-record` would write of a real one, as text.
internal import Foundation

/// A USB device, with one disk and one partition where it has a serial disk name.
public struct MockedStick: Sendable {
    public var port = "1-2"
    public var address = 5
    public var serial = "4C530001"
    /// Classes of its interfaces.
    public var classes = [8]
    public var disk: String? = "sdb"
    /// Of the partition: what is really mounted may be a loop device. The disk's follows from its name.
    public var number = (major: 8, minor: 17)
    public var fileSystem = "vfat"
    public var label = "QPCR"
    public var uuid = "1234-ABCD"

    public var deviceClass = 0

    public init() {}

    /// Debian's package umockdev, which Scripts/setup installs.
    public static let run = "/usr/bin/umockdev-run"
    public static var present: Bool { FileManager.default.isExecutableFile(atPath: run) }
    public static let absence = "umockdev is not installed: Scripts/setup installs it"
    /// Beside the test bundle, where `swift build --build-tests` puts it.
    public static var binary: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "cqwatch").path
    }

    public var usbPath: String { "/devices/pci0000:00/0000:00:14.0/usb1/\(port)" }
    public var diskPath: String? { disk.map { "\(usbPath)/\(port):1.0/host6/target6:0:0/6:0:0:0/block/\($0)" } }
    public var partitionPath: String? { disk.flatMap { disk in diskPath.map { "\($0)/\(disk)1" } } }
    /// In sysfs, the device before what hangs on it.
    public var paths: [String] { [usbPath, diskPath, partitionPath].compactMap(\.self) }
    /// Sixteen a disk, as the kernel numbers them.
    private var diskMinor: Int { 16 * (Int(disk?.utf8.last ?? 97) - 97) }
    public var node: String { "/dev/\(disk ?? "none")1" }

    /// The device's part of a description for umockdev.
    public var description: String {
        let number = String(repeating: "0", count: 3 - "\(address)".count) + "\(address)"
        let bus = "/dev/bus/usb/001/\(number)"
        var text = """
            P: \(usbPath)
            N: \(bus.dropFirst(5))
            E: SUBSYSTEM=usb
            E: DEVTYPE=usb_device
            E: DEVNAME=\(bus)
            E: BUSNUM=001
            E: DEVNUM=\(number)
            A: idVendor=0781\\n
            A: idProduct=5567\\n
            A: serial=\(serial)\\n
            A: manufacturer=SanDisk\\n
            A: product=Cruzer Blade\\n
            A: busnum=1\\n
            A: devnum=\(address)\\n
            A: speed=480\\n
            A: bConfigurationValue=1\\n
            A: bNumConfigurations=1\\n
            H: descriptors=\(descriptors)


            """
        if let disk, let diskPath, let partitionPath {
            text +=
                block(diskPath, disk, "disk", (8, diskMinor), "")
                + block(
                    partitionPath, disk + "1", "partition", self.number,
                    """
                    E: ID_FS_USAGE=filesystem
                    E: ID_FS_TYPE=\(fileSystem)
                    E: ID_FS_LABEL=\(label)
                    E: ID_FS_UUID=\(uuid)

                    """)
        }
        return text
    }

    private func block(
        _ path: String, _ name: String, _ type: String, _ number: (major: Int, minor: Int), _ more: String
    ) -> String {
        """
        P: \(path)
        N: \(name)
        E: SUBSYSTEM=block
        E: DEVTYPE=\(type)
        E: DEVNAME=/dev/\(name)
        E: ID_BUS=usb
        E: MAJOR=\(number.major)
        E: MINOR=\(number.minor)
        \(more)A: dev=\(number.major):\(number.minor)\\n
        A: size=61440000\\n


        """
    }

    /// A device descriptor and one configuration, USB 2.0 chapter 9.
    private var descriptors: String {
        let interfaces = classes.enumerated().map { index, code in hex([9, 4, index, 0, 0, code, 6, 0x50, 0]) }.joined()
        let length = 9 + 9 * classes.count
        return hex([18, 1, 0, 2, deviceClass, 0, 0, 64, 0x81, 0x07, 0x67, 0x55, 0, 1, 1, 2, 3, 1])
            + hex([9, 2, length & 0xFF, length >> 8, classes.count, 1, 0, 0x80, 50])
            + interfaces
    }

    private func hex(_ bytes: [Int]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}
