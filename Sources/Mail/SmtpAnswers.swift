// What a mail server says in the conversation about one message (RFC 5321), line by line, and what it makes of the
// message.
internal import Foundation
internal import Text

public struct SmtpAnswers: Sendable {
    /// Bytes of the server's last line that are kept.
    static let lineMax = 500
    /// Codes that speak of authentication or of a missing TLS, not of the recipient (RFC 4954, 3207).
    static let authenticationCodes = [530, 534, 535, 538]

    private let password: String?
    /// A server may repeat what it is told: until it has taken the password, only the codes of its answers are kept.
    private var hidesWords: Bool
    /// The last line that says something of the message.
    private var line: [UInt8] = []
    /// It has said 250 to EHLO at least.
    private var wasGreeted = false
    private var isWhole = false
    /// The server has answered the message's end: from here on the message is the server's, whatever comes after.
    public private(set) var isAccepted = false

    /// - Parameter password: what the server is told in this conversation, and must not bring into any text.
    public init(password: String?) {
        self.password = password.flatMap { $0.isEmpty ? nil : $0 }
        hidesWords = password != nil
    }

    /// All of the message was given: its end goes out.
    public mutating func gaveWhole() { isWhole = true }

    /// - Parameter reply: one line as it came.
    public mutating func hear(_ reply: some Collection<UInt8>) {
        // What comes after is the answer to QUIT.
        if isAccepted || reply.starts(with: "221".utf8) { return }
        if reply.starts(with: "235".utf8) {
            hidesWords = false
            return
        }
        line = Array(reply.prefix(hidesWords && wasGreeted ? 3 : Self.lineMax))
        guard reply.starts(with: "250".utf8) else { return }
        wasGreeted = true
        // A hyphen says that more lines follow.
        isAccepted = isWhole && reply.dropFirst(3).first != UInt8(ascii: "-")
    }

    /// The last line as text, without the password in either writing; empty where there was none.
    public var words: String {
        let text = headerSafe(String(decoding: line, as: UTF8.self)).trimmingCharacters(in: .whitespaces)
        guard let password else { return text }
        return text.replacing(password, with: "…").replacing(Data(password.utf8).base64EncodedString(), with: "…")
    }

    /// The server has said for good that it does not take this message for its recipient.
    public var refusesRecipient: Bool {
        wasGreeted && (500...599).contains(status) && !Self.authenticationCodes.contains(status)
    }

    /// The last line's code; 0 where there was none.
    private var status: Int { Int(String(decoding: line.prefix(3), as: UTF8.self)) ?? 0 }
}
