@testable import Configuration
import Monitoring
import Testing
import USB

@Suite("The section usb")
struct USBSectionTests {
    @Test("left out, any plain stick is read and no device is missed")
    func absent() throws { #expect(try read(minimal).usb == USBSettings()) }

    @Test("lists, limits and named devices are taken as written")
    func written() throws {
        let usb = try read(
            minimal + """
                usb:
                  enabled: false
                  mediaFolder: media
                  allow: ['0781:5567', 4C530001]
                  folders: [Export, ./Lab/Runs/]
                  suffixes: [.LC96P, txt]
                  filesMax: 12
                  bytesMax: 1048576
                  named:
                    reader: {match: '05e0:1200', lossAfter: 2 min}
                """
        ).usb
        #expect(!usb.enabled)
        #expect(usb.mediaFolder == "/etc/cq/media")
        #expect(usb.allow == [.product(vendor: 0x0781, product: 0x5567), .serial("4C530001")])
        #expect(usb.folders == ["Export", "Lab/Runs"])
        #expect(usb.suffixes == ["lc96p", "txt"])
        #expect((usb.filesMax, usb.bytesMax) == (12, 1_048_576))
        #expect(usb.named.map(\.name) == ["reader"])
        #expect(usb.named.first?.lossSeconds == 120)
    }

    @Test(
        "what leads off the stick, ends no name or names no device is a fault with its key",
        arguments: [
            ("folders: [../etc]", "usb.folders[0]"), ("folders: [/etc]", "usb.folders[0]"),
            ("suffixes: [a/b]", "usb.suffixes[0]"),
            ("suffixes: []", "usb.suffixes"), ("allow: ['']", "usb.allow[0]"),
            ("named: {reader: {lossAfter: 1 h}}", "usb.named.reader.match"),
            ("named: {'a b': {match: x}}", "usb.named.a b"), ("enable: true", "usb.enable"),
            ("bytesMax: 10", "usb.bytesMax"),
        ])
    func wrong(line: String, key: String) { #expect(faults(minimal + "usb:\n  \(line)\n").map(\.key) == [key]) }
}
