@testable import USB
import Testing

@Suite("Device policy")
struct DevicePolicyTests {
    private func stick(_ classes: [Int], deviceClass: Int = 0, serial: String? = "4C53") -> USBDevice {
        USBDevice(
            vendor: 0x0781, product: 0x5567, serial: serial, port: "1-2", deviceClass: deviceClass,
            interfaces: classes.enumerated().map { USBInterface(number: $0.offset, classCode: $0.element) })
    }

    private let open = DevicePolicy(allow: [])

    @Test("storage alone is admitted, in as many interfaces and alternate settings as it likes")
    func plain() {
        #expect(open.judge(stick([8])).admitted)
        #expect(open.judge(stick([8], deviceClass: 8)).admitted)
        let uas = [0, 1].map {
            USBInterface(number: 0, alternate: $0, classCode: 8, subclass: 6, protocolCode: $0 == 0 ? 0x50 : 0x62)
        }
        #expect(open.judge(USBDevice(vendor: 1, product: 2, port: "1-1", interfaces: uas)).admitted)
    }

    @Test(
        "whatever else it also is, it is refused and the reason names it",
        arguments: [(3, "keyboard"), (2, "network"), (0xFF, "vendor"), (0xE0, "wireless"), (0x42, "66")])
    func composite(other: Int, word: String) {
        for classes in [[8, other], [other, 8]] {
            let verdict = open.judge(stick(classes))
            #expect(!verdict.admitted)
            #expect(verdict.reason.contains(word))
        }
    }

    @Test("the keyboard that hides in an alternate setting is seen")
    func hidden() {
        let interfaces = [USBInterface(number: 0, classCode: 8), USBInterface(number: 0, alternate: 1, classCode: 3)]
        #expect(!open.judge(USBDevice(vendor: 1, product: 2, port: "1-1", interfaces: interfaces)).admitted)
    }

    @Test(
        "doubt refuses: a device that is gone, has no readable descriptors, too many of them, or another class than its interfaces"
    )
    func doubt() {
        #expect(!open.judge(nil).admitted)
        #expect(!open.judge(stick([])).admitted)
        #expect(!open.judge(stick(Array(repeating: 8, count: DevicePolicy.interfacesMax + 1))).admitted)
        #expect(!open.judge(stick([8], deviceClass: 3)).admitted)
        #expect(!open.judge(stick([3])).admitted)
    }

    @Test("an allow-list admits by serial number or by product, and nothing else; it makes no keyboard a stick")
    func allowed() throws {
        let bySerial = DevicePolicy(allow: [.serial("4C53")])
        let byProduct = DevicePolicy(allow: [try #require(DeviceMatch("0781:5567"))])
        #expect(bySerial.judge(stick([8])).admitted)
        #expect(!bySerial.judge(stick([8], serial: "other")).admitted)
        #expect(!bySerial.judge(stick([8], serial: nil)).admitted)
        #expect(byProduct.judge(stick([8], serial: nil)).admitted)
        #expect(!DevicePolicy(allow: [try #require(DeviceMatch("0781:5568"))]).judge(stick([8])).admitted)
        #expect(!bySerial.judge(stick([8, 3])).admitted)
    }

    @Test("a text with four hexadecimal digits on both sides of a colon is a product, any other a serial number")
    func matches() {
        #expect(DeviceMatch("0781:5567") == .product(vendor: 0x0781, product: 0x5567))
        #expect(DeviceMatch("781:5567") == .serial("781:5567"))
        #expect(DeviceMatch("0781:556G") == .serial("0781:556G"))
        #expect(DeviceMatch("") == nil)
    }
}
