import Files
import Foundation
@testable import Intake
import TestSupport
import Testing
import USB

@Suite("Scanning a stick")
struct StickScanTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func medium(_ number: String? = nil) throws -> Medium {
        let table = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        let device = try #require(FileManager.default.attributesOfItem(atPath: folder.path)[.systemNumber] as? Int)
        let own = table.split(separator: "\n").map { $0.split(separator: " ")[2] }.first { text in
            let parts = text.split(separator: ":").compactMap { Int($0) }
            return parts.count == 2 && (parts[1] & 0xFF | parts[0] << 8 | (parts[1] & ~0xFF) << 12) == device
        }
        let usb = USBDevice(vendor: 1, product: 2, port: "1-2", interfaces: [])
        return Medium(
            mount: BytePath(folder.path), number: try number ?? String(#require(own)), address: "1/1",
            stick: Stick(FileSystem(node: "/dev/sdb1", number: "8:17", label: "QPCR"), on: usb))
    }

    private func scan(_ folders: [String] = [], filesMax: Int = 100, bytesMax: Int = 1 << 30, number: String? = nil)
        throws -> FolderScan
    {
        scanStick(
            try medium(number),
            StickLimits(
                folders: folders, suffixes: ["lc96p", "rdml"], filesMax: filesMax, bytesMax: bytesMax,
                fileBytesMax: 1000, depthMax: 4),
            ignoring: { $0.first == UInt8(ascii: ".") })
    }

    private func names(_ scan: FolderScan) -> [String] { scan.entries.map(\.path.name.text).sorted() }

    @Test("finds run files by their suffix in any case, whatever their names, and nothing else")
    func suffixes() throws {
        for name in ["a.lc96p", "B.RDML", "Lauf – Größe.Lc96P", "movie.mp4", "lc96p", ".hidden.rdml", "x.rdml.part"] {
            try folder.write(name, Data([1]))
        }
        #expect(names(try scan()) == ["B.RDML", "Lauf – Größe.Lc96P", "a.lc96p"])
    }

    @Test(
        "looks only into the folders that are asked for; one that is missing is no fault, and no link leads off the stick"
    )
    func folders() throws {
        try folder.write("Export/deep/a.rdml", Data())
        try folder.write("Other/b.rdml", Data())
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/Link", withDestinationPath: folder.path + "/Other")
        let found = try scan(["Export", "Missing", "Lab/Runs"])
        #expect(names(found) == ["a.rdml"])
        #expect(found.faults.isEmpty)
        #expect(names(try scan(["Link"])) == [])
    }

    @Test("stays within files and bytes, with one sentence; a film of any size counts for nothing")
    func limits() throws {
        for number in 0..<20 { try folder.write("\(number + 10).rdml", Data(count: 100)) }
        let file = try folder.write("film.rdml", Data())
        #expect(truncate(file.path, 64 << 30) == 0)
        let few = try scan(filesMax: 5)
        #expect(few.entries.count == 5 && few.faults.count == 1)
        let small = try scan(bytesMax: 450)
        #expect(small.entries.count == 4)
        #expect(small.faults.count == 1 && small.faults[0].contains("usb.bytesMax"))
        #expect(try scan().faults.isEmpty)
    }

    @Test("the empty folder below a stick that was pulled is no empty stick")
    func pulled() throws {
        try folder.write("a.rdml", Data())
        let found = try scan(number: "9:9999")
        #expect(found.entries.isEmpty)
        #expect(found.faults.count == 1 && found.faults[0].contains("not mounted any more"))
    }

    @Test("a device that the kernel has no more is gone, though its mount still shows a folder")
    func vanished() throws {
        try folder.write("devices/8:17", Data())
        #expect(isPresent("8:17", in: folder.path + "/devices"))
        #expect(!isPresent("8:18", in: folder.path + "/devices"))
        #expect(isPresent("0:45", in: folder.path + "/devices"))
        #expect(isPresent("8:18", in: folder.path + "/no devices are shown here"))
    }
}
