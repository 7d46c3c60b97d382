// A bearer token by OAuth 2 client credentials (RFC 6749, 4.4). The secret stays out of the configuration, the command
// line, the log and the journal.
internal import FHIR
internal import Foundation
internal import Hospital
internal import Linux

final class TokenSource {
    /// `LoadCredential=cqwatch-interface:…` in the unit.
    static let credentialName = "cqwatch-interface"
    private static let seconds = 30.0
    /// Asked for anew so long before it expires, seconds.
    private static let margin = 30.0

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
            let grant = try ask()
            known = (grant.token, steadyNow() + .seconds(max(0, grant.seconds - Self.margin)))
            return .success(grant.token)
        } catch { return .failure(error) }
    }

    private func ask() throws(Unsendable) -> TokenGrant {
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
        guard let grant = TokenGrant(onStatus: answer.status, answer.body) else {
            throw Unsendable("the authorization server gives no token: HTTP \(answer.status)")
        }
        return grant
    }

    private static func quoted(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
