import Digests
import Files
import Foundation
@testable import Intake
import Linux
import TestSupport
import Testing
import USB

@Suite("The spool")
struct SpoolTests {
    private let folder: TemporaryFolder
    private let spool: Spool

    init() throws {
        folder = try TemporaryFolder()
        spool = Spool(folder: folder.path + "/spool")
    }

    private func source(_ bytes: Data) throws -> SourceFile {
        let device = USBDevice(vendor: 1, product: 2, serial: "S\n", port: "1-2", interfaces: [])
        let stick = Stick(
            FileSystem(node: "/dev/sdb1", number: "8:17", type: "vfat", label: "Ä/\u{1B}", uuid: nil), on: device)
        return SourceFile(
            path: stick.name + "/a", sha256: try #require(Digest.hex(.sha256, bytes)), size: bytes.count, stick: stick)
    }

    @Test("gives back the bytes and where they came from, until they are dropped")
    func keeps() throws {
        #expect(try spool.left() == [])
        for bytes in [Data("first line\nsecond\n".utf8), Data()] {
            let source = try source(bytes)
            try spool.keep(bytes, of: source)
            try spool.keep(bytes, of: source)
            #expect(try spool.left() == [source.sha256])
            let back = try #require(spool.read(source.sha256, bytesMax: 100))
            #expect(back.bytes == bytes && back.source == source)
            try spool.drop(source.sha256)
            try spool.drop(source.sha256)
            #expect(try spool.left() == [])
        }
    }

    @Test("a damaged file, one cut off and one that is no file of ours give nothing, and parts are cleared away")
    func damaged() throws {
        let bytes = Data("abc".utf8), source = try source(bytes)
        try spool.keep(bytes, of: source)
        let whole = try Data(contentsOf: folder.url.appending(path: "spool/\(source.sha256)"))
        try folder.write("spool/\(source.sha256)", whole.dropLast())
        #expect(spool.read(source.sha256, bytesMax: 100) == nil)
        try folder.write("spool/\(source.sha256)", whole.dropLast() + Data("x".utf8))
        #expect(spool.read(source.sha256, bytesMax: 100) == nil)
        try folder.write("spool/other", Data("no head".utf8))
        #expect(spool.read("other", bytesMax: 100) == nil)
        try folder.write("spool/part-1", Data())
        #expect(try spool.left() == [source.sha256, "other"].sorted())
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/spool/part-1"))
    }

    @Test("is bounded, and says so")
    func bounded() throws {
        for number in 0..<Spool.filesMax { try folder.write("spool/\(number)", Data()) }
        let bytes = Data("abc".utf8), one = try source(bytes)
        #expect(throws: SystemError.self) { try spool.keep(bytes, of: one) }
    }
}
