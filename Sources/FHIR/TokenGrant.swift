// What an authorization server's answer grants (RFC 6749, 5.1).
public import Foundation

/// A bearer token and for how long it is used.
public struct TokenGrant: Hashable, Sendable {
    /// Visible ASCII: it becomes part of a header.
    public let token: String
    /// How long it is good for, by the server's word; 0 to `secondsMax`.
    public let seconds: Double

    /// What a server that does not say gives, and the longest that any is believed: a secret that the server withdrew
    /// meanwhile is asked for anew at the latest then. Seconds.
    static let secondsUsual = 300.0, secondsMax = 86_400.0

    /// Nil where the answer grants nothing that can be used.
    /// - Parameters:
    ///   - status: of HTTP.
    ///   - body: at most as much of it as is looked at.
    public init?(onStatus status: Int, _ body: Data) {
        struct Answer: Decodable {
            let access_token: String
            let expires_in: Double?
        }
        guard status == 200, let answer = try? JSONDecoder().decode(Answer.self, from: body),
            !answer.access_token.isEmpty, answer.access_token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        token = answer.access_token
        seconds = min(max(0, answer.expires_in ?? Self.secondsUsual), Self.secondsMax)
    }
}
