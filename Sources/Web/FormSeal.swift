// Every form carries a seal that nobody else can make: for this person, this act, this browser, until then. With it goes
// a number that the act's record keeps, so that the same form sent twice acts once.
internal import Digests
internal import Foundation

/// Makes and proves seals.
public struct FormSeal: Sendable {
    private let key: [UInt8]

    /// - Parameter key: secret, 32 bytes of chance.
    public init(key: [UInt8]) { self.key = key }

    /// "ONCE.EXPIRY.MAC". Nil where the system's library refuses.
    func seal(_ form: WebForm, of user: String, browser: String, once: String, at now: Date) -> String? {
        let expiry = Int(now.timeIntervalSince1970 + WebLimits.formSeconds)
        return mac(form, user, browser, once, expiry).map { "\(once).\(expiry).\($0)" }
    }

    /// The form's own number.
    /// - Throws: why the seal does not hold, as a sentence.
    func open(_ seal: String, _ form: WebForm, of user: String, browser: String, at now: Date) throws(WebRefusal)
        -> String
    {
        let parts = seal.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, isToken(parts[0]), let expiry = Int(parts[1]),
            let proof = mac(form, user, browser, parts[0], expiry), isSame(proof, parts[2])
        else {
            throw WebRefusal(
                403,
                "This form was not made here for you and this act. Nothing was done. Open the page again and use the form on it."
            )
        }
        let left = Double(expiry) - now.timeIntervalSince1970
        guard left > 0, left <= WebLimits.formSeconds else {
            throw WebRefusal(403, "This form is too old. Nothing was done. Open it anew.")
        }
        return parts[0]
    }

    private func mac(_ form: WebForm, _ user: String, _ browser: String, _ once: String, _ expiry: Int) -> String? {
        // No part but the last can hold a line break.
        let said = [form.text, browser, once, String(expiry), user].joined(separator: "\n")
        return Digest.hmac(key: key, Array(said.utf8))
    }
}

/// Sixteen bytes in hex.
func isToken(_ text: String) -> Bool {
    text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
}

/// In the same time wherever they differ.
private func isSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

extension FormSeal {
    /// A form's own number, made of the request's random digits. Its browser's cookie may hold those digits themselves,
    /// and must not tell the number.
    static func number(from chance: String) -> String {
        Digest.hex(.sha256, Array("form \(chance)".utf8)).map { String($0.prefix(32)) } ?? chance
    }
}
