// The frame around a message on a line that is a mere stream of bytes (HL7 v2, Minimal Lower Layer Protocol release 1):
// VT, the message, FS, CR.
public import Foundation
internal import Text

public enum MLLP {
    static let start: UInt8 = 0x0B
    static let end: UInt8 = 0x1C
    static let carriageReturn: UInt8 = 0x0D
    /// Bytes of an answer: an acknowledgement has some hundred.
    public static let answerMax = 64 << 10

    /// The message must hold neither byte of the frame, as none of ours does.
    public static func frame(_ message: Data) -> Data { Data([start]) + message + Data([end, carriageReturn]) }
}

/// An answer as it comes, in pieces of any size.
public struct FramedAnswer: Sendable {
    public enum State: Hashable, Sendable {
        case incomplete
        /// The content of the frame. `isAlone` is false where more than the frame came: what follows answers nothing
        /// that was asked.
        case whole(Data, isAlone: Bool)
        /// It is no frame, or one without end.
        case broken(String)
    }

    private var bytes = Data()

    public init() {}

    /// Nothing came yet.
    public var isEmpty: Bool { bytes.isEmpty }
    /// What has come, for a person.
    public var words: String { shown(String(decoding: bytes.prefix(60), as: UTF8.self), max: 60) }

    public mutating func receive(_ piece: some Collection<UInt8>) -> State {
        bytes.append(contentsOf: piece.prefix(MLLP.answerMax + 1 - min(bytes.count, MLLP.answerMax)))
        guard let first = bytes.first else { return .incomplete }
        guard first == MLLP.start else { return .broken("the answer has no MLLP frame: \(words)") }
        guard let end = bytes.firstIndex(of: MLLP.end) else {
            return bytes.count > MLLP.answerMax
                ? .broken("the answer is longer than \(MLLP.answerMax >> 10) KiB") : .incomplete
        }
        guard end + 1 < bytes.endIndex else { return .incomplete }
        guard bytes[end + 1] == MLLP.carriageReturn else {
            return .broken("the answer's MLLP frame is not ended by FS and CR: \(words)")
        }
        return .whole(bytes[1..<end], isAlone: end + 2 == bytes.endIndex)
    }
}
