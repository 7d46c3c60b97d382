internal import Pages
internal import Web

/// An answer, whole.
struct WebResponse: Sendable {
    var status: Int
    var headers: [(String, String)]
    var body: String

    /// What every answer says: keep nothing, load nothing, show it nowhere else.
    private static let always = [
        ("content-security-policy", servedPolicy), ("cache-control", "no-store"), ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"), ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
    ]

    static func page(_ text: String, status: Int = 200, cookie: String? = nil) -> WebResponse {
        let set = cookie.map { [("set-cookie", "\(WebDesk.cookie)=\($0); Path=/; Secure; HttpOnly; SameSite=Strict")] }
        return WebResponse(
            status: status, headers: always + [("content-type", "text/html; charset=utf-8")] + (set ?? []), body: text)
    }

    static func text(_ text: String) -> WebResponse {
        WebResponse(status: 200, headers: always + [("content-type", "text/plain; charset=utf-8")], body: text)
    }

    /// To be looked at with GET: a reload sends no form again.
    static func seeOther(_ place: String) -> WebResponse {
        WebResponse(status: 303, headers: always + [("location", place)], body: "")
    }

    static func refused(_ refusal: WebRefusal, programVersion: String) -> WebResponse {
        let title =
            switch refusal.status {
            case 403: "Not allowed"
            case 404: "Not here"
            case 409: "Not done"
            case 429, 503: "Not now"
            default: "Not understood"
            }
        var response = page(
            refusalPage(refusal.sentence, title: title, programVersion: programVersion), status: refusal.status)
        if refusal.status == 405 { response.headers.append(("allow", "GET, POST")) }
        return response
    }

    /// For a request that was not even looked at.
    static let busy = WebResponse(
        status: 503, headers: always + [("content-type", "text/plain; charset=utf-8"), ("retry-after", "1")],
        body: "Too many requests wait. Nothing was done. Try again.\n")
}
