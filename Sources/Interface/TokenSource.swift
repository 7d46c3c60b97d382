// A bearer token by OAuth 2 client credentials (RFC 6749, 4.4). The secret stays out of the configuration, the command
// line, the log and the journal.
internal import Foundation
internal import Hospital
internal import Linux

final class TokenSource {
    /// `LoadCredential=cqwatch-interface:…` in the unit.
    static let credentialName = "cqwatch-interface"
    private static let seconds = 30.0
    /// Asked for anew so long before it expires, and what a server that does not say gives, seconds.
    private static let margin = 30.0, usual = 300.0

    private let settings: FHIRSettings.Token
    private let tls: TLSFiles?
    private let stop: StopFlag
    private var known: (token: String, until: Duration)?

    init(_ settings: FHIRSettings.Token, tls: TLSFiles?, _ stop: StopFlag) {
        self.settings = settings
        self.tls = tls
        self.stop = stop
    }

    func forget() { known = nil }

    func token() -> Result<String, Unsendable> {
        if let known, known.until > steadyNow() { return .success(known.token) }
        do {
            let (token, seconds) = try ask()
            known = (token, steadyNow() + .seconds(max(0, seconds - Self.margin)))
            return .success(token)
        } catch { return .failure(error) }
    }

    private func ask() throws(Unsendable) -> (String, Double) {
        let secret: String
        do {
            secret = try SecretFile.read("secret", credential: Self.credentialName, else: settings.secretFile)
        } catch { throw Unsendable("the FHIR client's secret: \(error)") }
        guard let handle = CurlHandle(stop) else { throw Unsendable("libcurl cannot be used") }
        var form = "grant_type=client_credentials"
        if let scope = settings.scope { form += "&scope=\(Self.quoted(scope))" }
        let basic = Data("\(Self.quoted(settings.client)):\(Self.quoted(secret))".utf8).base64EncodedString()
        let (answer, fault) = handle.post(
            Data(form.utf8), to: settings.url, type: "application/x-www-form-urlencoded",
            authorization: "Basic \(basic)", tls: tls, seconds: Self.seconds)
        if let fault { throw Unsendable("no token: \(fault)") }
        struct Granted: Decodable {
            let access_token: String
            let expires_in: Double?
        }
        guard answer.status == 200, let granted = try? JSONDecoder().decode(Granted.self, from: answer.body),
            !granted.access_token.isEmpty, granted.access_token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Unsendable("the authorization server gives no token: HTTP \(answer.status)") }
        return (granted.access_token, granted.expires_in ?? Self.usual)
    }

    private static func quoted(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
