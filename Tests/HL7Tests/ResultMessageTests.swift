import HospitalFixtures
import Alerts
import Assay
import Foundation
import Hospital
import Testing

@testable import HL7

private func segments(
    _ event: HospitalEvent, _ status: ResultStatus = .preliminary, _ settings: InterfaceSettings = settings()
)
    throws -> [[String]]
{
    let text = String(decoding: try hl7Message(event, settings, status: status), as: UTF8.self)
    #expect(text.hasSuffix("\r"))
    return text.split(separator: "\r").map {
        $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
}

private func field(_ segments: [[String]], _ name: String, _ number: Int, nth: Int = 0) -> String {
    let found = segments.filter { $0[0] == name }
    let place = name == "MSH" ? number - 1 : number
    return nth < found.count && place < found[nth].count ? found[nth][place] : ""
}

@Suite("ORU^R01")
struct ResultMessageTests {
    @Test("a value is a number without exponent, with its unit in UCUM and its interval beside it")
    func value() throws {
        let message = try segments(result())
        #expect(message.map { $0[0] } == ["MSH", "PID", "PV1", "ORC", "OBR", "OBX", "OBX", "SPM"])
        #expect(field(message, "MSH", 10) == "LAB1-000000031")
        #expect(field(message, "MSH", 7) == "20261128161340+0000")
        #expect(field(message, "MSH", 18) == "UNICODE UTF-8")
        #expect(field(message, "PID", 3) == "P01^^^CQWATCH^PI")
        #expect(field(message, "OBX", 2) == "NM")
        #expect(field(message, "OBX", 5) == "567500")
        #expect(field(message, "OBX", 6) == "{copies}/uL^copies per microlitre gDNA^UCUM")
        #expect(field(message, "OBX", 5, nth: 1) == "^531100^-^606600")
        #expect(field(message, "OBX", 14) == "20240715")
        #expect(field(message, "OBX", 18) == "20417^LightCycler 96")
        #expect(field(message, "OBX", 19) == "20240716101155")
    }

    @Test(
        "numbers of any size keep four digits and never an exponent",
        arguments: [
            (567_544.0435, "567500"), (1.23456e-7, "0.0000001235"), (1e7, "10000000"), (77.4247, "77.42"), (0, "0"),
            (1e15, "1000000000000000"), (9.9996, "10"),
        ])
    func numbers(value: Double, text: String) { #expect(plainNumber(value) == text) }

    @Test("what lies beyond a limit is a structured number with its comparator")
    func limits() throws {
        let below = try segments(result(.belowLLOQ(10)))
        #expect((field(below, "OBX", 2), field(below, "OBX", 5), field(below, "OBX", 8)) == ("SN", "<^10", "<"))
        #expect(below.count { $0[0] == "OBX" } == 1)
        let above = try segments(result(.aboveULOQ(1e7)))
        #expect((field(above, "OBX", 5), field(above, "OBX", 8)) == (">^10000000", ">"))
    }

    @Test(
        "nothing is final unless the site says so, and only what was final is corrected",
        arguments: [
            (ResultStatus.preliminary, false, "P"), (.preliminary, true, "P"), (.final, false, "F"),
            (.final, true, "C"),
        ])
    func status(site: ResultStatus, corrects: Bool, code: String) throws {
        let message = try segments(result(replaces: corrects ? 7 : nil, corrects: corrects), site)
        #expect(field(message, "OBX", 11) == code)
        #expect(field(message, "OBX", 11, nth: 1) == code)
        #expect(field(message, "OBR", 25) == code)
        #expect(field(message, "NTE", 3) == (corrects ? "Replaces LAB1-000000007." : ""))
    }

    @Test("what is withheld or taken back shows no value, and says why", arguments: [ResultStatus.preliminary, .final])
    func withheld(site: ResultStatus) throws {
        let message = try segments(result(withheld: ["Inhibited: |^~\\& µl\nsecond line"]), site)
        #expect(field(message, "OBX", 11) == "X")
        #expect(
            field(message, "OBX", 2).isEmpty && field(message, "OBX", 5).isEmpty && field(message, "OBX", 6).isEmpty)
        #expect(field(message, "NTE", 3) == "Inhibited: \\F\\\\S\\\\R\\\\E\\\\T\\ µl\\.br\\second line")
        let void = try segments(result(voided: "Taken back.", number: MessageNumber(31, isVoid: true)), site)
        #expect(field(void, "MSH", 10) == "LAB1-000000031X")
        #expect(
            field(void, "OBX", 11) == "X" && field(void, "OBX", 5).isEmpty && field(void, "NTE", 3) == "Taken back.")
        let nothing = try segments(result(nil), site)
        #expect(field(nothing, "OBX", 11) == "X" && field(nothing, "NTE", 3) == "No value could be computed.")
    }

    @Test("a name with delimiters, ends of lines and MLLP's own bytes tears neither segment nor frame")
    func hostile() throws {
        let message = try hl7Message(
            result(sample: "Müller|β^a&c~\\d\r\nOBX|9|ST|evil\u{0B}\u{1C}\u{00}é漢😀\u{202E}"), settings(),
            status: .preliminary)
        #expect(!message.contains(0x0B) && !message.contains(0x1C) && !message.contains(0x0A) && !message.contains(0))
        let text = String(decoding: message, as: UTF8.self)
        #expect(text.split(separator: "\r").map { $0.prefix(3) }.last == "SPM")
        #expect(text.contains("Müller\\F\\β\\S\\a\\T\\c\\R\\\\E\\d\\.br\\OBX\\F\\9\\F\\ST\\F\\evilé漢😀&CQWATCH"))
    }

    @Test("flags stand in a note")
    func flags() throws {
        let message = try segments(result(flags: [.lateCq, .replicatesDiffer]))
        #expect(field(message, "NTE", 3) == "Flags: late_cq, replicates_differ.")
    }

    @Test("an alert has an order of its own, and leaves the result's status alone")
    func alerts() throws {
        let message = try segments(alert(), .final)
        #expect(field(message, "ORC", 3) == "LAB1-A410^CQWATCH")
        #expect(field(message, "OBR", 29) == "^0123.P01_D7.T&CQWATCH")
        #expect(field(message, "OBX", 3) == "CQW-R5a^cqwatch rule R5a, advisory^99CQW")
        #expect(field(message, "OBX", 4) == "A410")
        #expect(field(message, "OBX", 5) == "raised, critical: 77.42 copies/ul gDNA")
        #expect((field(message, "OBX", 8), field(message, "OBX", 11)) == ("AA", "F"))
        #expect(field(message, "NTE", 3) == "Relapse level: 1.73×10\\S\\4 \\F\\ before.")
        let corrected = try segments(alert(.corrected, .corrected), .final)
        #expect((field(corrected, "OBX", 8), field(corrected, "OBX", 11)) == ("", "C"))
    }

    @Test("numbers of patients and orders come from the tables, and a patient whom they do not know is not sent")
    func identifiers() throws {
        var agreed = settings()
        agreed.identifiers.patients = ["P01": "4711"]
        agreed.identifiers.authority = "KIS"
        agreed.identifiers.placer = .table
        agreed.identifiers.placers = ["P01 D7": "ORD|9"]
        agreed.codes["BCMA-CAR-T"] = LocalCode("1234-5", "CAR-T", "LN")
        let message = try segments(result(), .preliminary, agreed)
        #expect(field(message, "PID", 3) == "4711^^^KIS^PI")
        #expect(field(message, "ORC", 2) == "ORD\\F\\9" && field(message, "OBR", 2) == "ORD\\F\\9")
        #expect(field(message, "OBR", 4) == "1234-5^CAR-T^LN")
        agreed.identifiers.patients = [:]
        #expect(throws: Unsendable.self) { try hl7Message(result(), agreed, status: .preliminary) }
    }

    @Test("a test of the line says that it is one, and names no patient")
    func test() throws {
        let event = HospitalEvent(
            number: MessageNumber(5), cause: 5, time: written, patient: "", content: .test("TEST: tried"))
        let message = try segments(event)
        #expect(field(message, "MSH", 11) == "T")
        #expect(field(message, "PID", 3) == "TEST^^^CQWATCH^PI")
        #expect(field(message, "OBX", 5) == "TEST: tried")
    }
}
