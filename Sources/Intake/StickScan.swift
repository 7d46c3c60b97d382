// A scan of a stick: what the laboratory wants of it, within limits, and only while it is really mounted.
public import Files
internal import Glibc
internal import Linux

/// What is looked for on a stick.
public struct StickLimits: Sendable {
    /// Folders that are looked into; empty: all.
    public let folders: [String]
    /// Ends of names, lower-case, without the dot.
    public let suffixes: [String]
    public let filesMax: Int
    /// Of all files together.
    public let bytesMax: Int
    /// A larger file is never read and so counts for nothing.
    public let fileBytesMax: Int
    public let depthMax: Int

    public init(folders: [String], suffixes: [String], filesMax: Int, bytesMax: Int, fileBytesMax: Int, depthMax: Int) {
        self.folders = folders
        self.suffixes = suffixes
        self.filesMax = filesMax
        self.bytesMax = bytesMax
        self.fileBytesMax = fileBytesMax
        self.depthMax = depthMax
    }
}

/// Scans a mounted stick. What lies under the mount when it is gone is not taken for an empty stick.
public func scanStick(_ medium: Medium, _ limits: StickLimits, ignoring: (_ name: [UInt8]) -> Bool) -> FolderScan {
    let endings = limits.suffixes.map { "." + $0 }
    var scan = scanFolder(
        medium.mount, below: limits.folders.map { BytePath($0) },
        limits: ScanLimits(depthMax: limits.depthMax, filesMax: limits.filesMax), ignoring: ignoring,
        wanting: { name in
            let name = String(decoding: name, as: UTF8.self).lowercased()
            return endings.contains { name.hasSuffix($0) }
        })
    scan.network = false
    var bytes: Int64 = 0
    let within = scan.entries.prefix { entry in
        bytes += entry.stamp.size > Int64(limits.fileBytesMax) ? 0 : max(0, entry.stamp.size)
        return bytes <= Int64(limits.bytesMax)
    }
    if within.count < scan.entries.count {
        scan.entries = Array(within)
        scan.fault(
            "\(medium.stick.title) holds more than \(limits.bytesMax >> 20) MB of run files (usb.bytesMax): the rest "
                + "is not read. Move old runs elsewhere."
        )
    }
    if deviceNumber(of: medium.mount) != medium.number {
        scan.entries = []
        scan.fault("\(medium.stick.title) is not mounted any more.")
    } else if !isPresent(medium.number, in: blockDevices) {
        scan.entries = []
        scan.fault("\(medium.stick.title) was pulled while it was looked through.")
    }
    return scan
}

/// What the kernel has of block devices, by their numbers.
let blockDevices = "/sys/dev/block"

/// Whether the kernel still has a block device. A mount outlives its device, and some file systems (vfat) then show an
/// empty folder without an error. What has no block device (its major number is 0), and where the kernel shows no
/// devices at all, nothing is known to be gone.
func isPresent(_ number: String, in devices: String) -> Bool {
    number.hasPrefix("0:") || access(devices + "/" + number, F_OK) == 0 || access(devices, F_OK) != 0
}

/// Major and minor number of the device that holds a folder, "8:17"; nil where it cannot be looked at.
private func deviceNumber(of folder: BytePath) -> String? {
    var about = stat()
    guard folder.withCString({ stat($0, &about) }) == 0 else { return nil }
    let device = UInt64(about.st_dev)
    // The C library's encoding of the two parts (sys/sysmacros.h), whose macros Swift cannot call.
    let major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)
    let minor = (device & 0xFF) | (device >> 12 & ~0xFF)
    return "\(major):\(minor)"
}
