import Foundation
import HL7
import Hospital
import Testing

private func answer(_ acknowledgement: String, _ rest: String = "") -> Data {
    Data("MSH|^~\\&|LIS|H|CQWATCH|LAB|20260101||ACK^R01^ACK|1|P|2.5.1\r\(acknowledgement)\r\(rest)".utf8)
}

@Suite("A receiver's answer")
struct AcknowledgementTests {
    @Test("AA and CA accept", arguments: ["AA", "CA"])
    func accepts(code: String) {
        #expect(verdict(on: answer("MSA|\(code)|LAB1-1"), for: "LAB1-1") == .accepted(code))
    }

    @Test("AE and CE are tried again, AR and CR are set aside, each with the receiver's words")
    func refuses() {
        let error = "ERR||PID^1^3|204^Unknown key identifier^HL70357|E||||Unbekannter Patient\r"
        #expect(
            verdict(on: answer("MSA|AE|LAB1-1", error), for: "LAB1-1")
                == .again("the receiver answers AE: PID 1 3, 204 Unknown key identifier HL70357, Unbekannter Patient"))
        #expect(verdict(on: answer("MSA|AR|LAB1-1|no"), for: "LAB1-1") == .refused("the receiver answers AR: no"))
        #expect(verdict(on: answer("MSA|CR|LAB1-1"), for: "LAB1-1") == .refused("the receiver answers CR"))
    }

    @Test(
        "an answer to another message, without MSA, of an unknown code, or that is no HL7 accepts nothing",
        arguments: [
            "MSA|AA|OTHER-1", "MSA|AA", "MSA|AA|", "MSA|XX|LAB1-1", "XYZ|AA|LAB1-1", "",
        ])
    func credits(acknowledgement: String) {
        guard case .again = verdict(on: answer(acknowledgement), for: "LAB1-1") else {
            Issue.record("\(acknowledgement) was credited")
            return
        }
    }

    @Test("garbage is told without the characters that steer")
    func garbage() {
        guard case .again(let why) = verdict(on: Data([0xFF, 0xFE, 0, 0x1B]) + Data("not HL7".utf8), for: "A") else {
            Issue.record("garbage was credited")
            return
        }
        #expect(why.contains("not HL7"))
        #expect(!why.unicodeScalars.contains { $0.value < 32 })
    }

    @Test("the answer's own separator, line feeds and blanks around the number are understood")
    func tolerates() {
        let text = "MSH#^~\\&#LIS\r\nMSA#AA# LAB1-1 \r\n"
        #expect(verdict(on: Data(text.utf8), for: "LAB1-1") == .accepted("AA"))
    }
}

@Suite("MLLP")
struct MLLPTests {
    @Test("a frame that comes in any pieces is whole when its last byte has come")
    func pieces() {
        let frame = MLLP.frame(Data("MSH|x\r".utf8))
        for cut in 1..<frame.count {
            var answer = FramedAnswer()
            #expect(answer.receive(frame.prefix(cut)) == .incomplete)
            #expect(answer.receive(frame.dropFirst(cut)) == .whole(Data("MSH|x\r".utf8), isAlone: true))
        }
    }

    @Test("a second answer behind the first is seen")
    func second() {
        var answer = FramedAnswer()
        let frame = MLLP.frame(Data("A".utf8))
        #expect(answer.receive(frame + frame) == .whole(Data("A".utf8), isAlone: false))
    }

    @Test(
        "an answer without frame, with half an end, or without end is broken",
        arguments: [
            Data("MSH|".utf8), Data([0x0B, 65, 0x1C, 65]), Data([0x0B]) + Data(repeating: 65, count: 1 << 20),
        ])
    func broken(bytes: Data) {
        var answer = FramedAnswer()
        guard case .broken = answer.receive(bytes) else {
            Issue.record("\(bytes.count) bytes were taken")
            return
        }
    }
}
