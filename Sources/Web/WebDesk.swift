// The heart of the pages: what is done about a request, decided from the request, the settings and the time alone. The
// shell reads the journal, acts and writes the answer.
public import Foundation

/// What is to be done about a request.
public enum WebDecision: Hashable, Sendable {
    case refuse(WebRefusal)
    /// - isNews: a record of who saw it comes first.
    /// - done: the record that the person's last act made; the page says so where it is theirs.
    case show(WebPage, WebViewer, isNews: Bool, done: Int64?)
    /// A word that changes when a page has something new to say.
    case tellChange(WebViewer)
    /// An empty form with its seal, for this browser.
    case ask(WebForm, WebViewer, seal: String, browser: String)
    /// - once: the form's own number.
    case perform(WebAct, WebForm, WebViewer, note: String, once: String)
}

public struct WebDesk: Sendable {
    public var settings: WebSettings
    private let seal: FormSeal
    private var requests = WebRate(burst: WebLimits.requestsBurst, perSecond: WebLimits.requestsPerSecond)
    private var acts = WebRate(burst: WebLimits.actsBurst, perSecond: WebLimits.actsPerSecond)
    private var looks: [Look: Date] = [:]

    private struct Look: Hashable {
        let user: String
        let page: WebPage
    }

    /// The cookie that ties a form to the browser it was shown in. `__Host-`: over https alone, for this host alone.
    public static let cookie = "__Host-cqwatch"

    public init(_ settings: WebSettings, seal: FormSeal) {
        self.settings = settings
        self.seal = seal
    }

    /// - Parameter chance: 32 hex digits that nobody can foretell, anew for each request.
    public mutating func handle(_ request: WebRequest, at now: Date, chance: String) -> WebDecision {
        do throws(WebRefusal) {
            return try decide(request, now, chance)
        } catch {
            return .refuse(error)
        }
    }

    private mutating func decide(_ request: WebRequest, _ now: Date, _ chance: String) throws(WebRefusal) -> WebDecision
    {
        let viewer = try WebViewer(request, settings)
        guard requests.admits(viewer.user, at: now) else {
            throw WebRefusal(429, "Too many requests of \(viewer.user) in a short time. Wait a moment.")
        }
        guard request.target.utf8.count <= WebLimits.targetBytesMax, request.path.first == "/" else {
            throw WebRefusal(400, "That is no address of a page.")
        }
        let name = request.path.dropFirst()
        switch (request.method, name) {
        case ("GET", "now"): return .tellChange(viewer)
        case ("GET", "form"): return try ask(request, viewer, now, chance)
        case ("POST", "act"): return try perform(request, viewer, now)
        case ("GET", _):
            guard let page = WebPage(name: name) else { throw WebRefusal(404, "There is no such page.") }
            let done = FormFields(request.query.utf8)?.one("done").flatMap(Int64.init)
            return .show(page, viewer, isNews: isNews(page, viewer, now), done: done)
        default:
            throw WebRefusal(405, "Pages are looked at with GET; only forms are sent.")
        }
    }

    private func ask(_ request: WebRequest, _ viewer: WebViewer, _ now: Date, _ chance: String) throws(WebRefusal)
        -> WebDecision
    {
        guard let fields = FormFields(request.query.utf8) else { throw WebRefusal(400, "The address cannot be read.") }
        let form = try WebForm(fields)
        // Both are made of the same random digits, and neither tells the other.
        let browser = Self.browser(request) ?? chance
        let once = FormSeal.number(from: chance)
        guard let sealed = seal.seal(form, of: viewer.user, browser: browser, once: once, at: now) else {
            throw WebRefusal(500, "The system's cryptographic library refuses SHA-256; no form can be made.")
        }
        return .ask(form, viewer, seal: sealed, browser: browser)
    }

    private mutating func perform(_ request: WebRequest, _ viewer: WebViewer, _ now: Date) throws(WebRefusal)
        -> WebDecision
    {
        // A browser says itself which site a form comes from. One too old for that is left to the seal and the cookie.
        guard request.values("sec-fetch-site").allSatisfy({ $0 == "same-origin" }) else {
            throw WebRefusal(403, "The form was sent from another site. Nothing was done.")
        }
        let kind = request.values("content-type").first?.prefix { $0 != ";" }.lowercased()
        guard kind == "application/x-www-form-urlencoded" else {
            throw WebRefusal(415, "That is no form of these pages.")
        }
        guard request.body.count <= WebLimits.bodyBytesMax, let fields = FormFields(request.body) else {
            throw WebRefusal(400, "The form cannot be read. Nothing was done.")
        }
        let form = try WebForm(fields)
        guard let browser = Self.browser(request) else {
            throw WebRefusal(
                403,
                "The form came without its cookie. Nothing was done. These pages want https, and cookies of this site allowed."
            )
        }
        let once = try seal.open(
            fields.one("seal") ?? "", form, of: viewer.user, browser: browser, at: now)
        guard acts.admits(viewer.user, at: now) else {
            throw WebRefusal(429, "Too many acts of \(viewer.user) in a short time. Nothing was done. Wait a moment.")
        }
        if !form.kind.isOnAlert, let refusal = form.kind.refusal(of: viewer) { throw refusal }
        guard let note = fields.one("note"), !note.allSatisfy(\.isWhitespace) else {
            throw WebRefusal(400, "Give the reason. Nothing was done.")
        }
        guard note.count <= WebLimits.noteMax else {
            throw WebRefusal(400, "The reason is longer than \(WebLimits.noteMax) characters. Nothing was done.")
        }
        return .perform(try form.act(fields, at: now), form, viewer, note: note, once: once)
    }

    /// The browser's own number out of its cookie.
    private static func browser(_ request: WebRequest) -> String? {
        for part in request.values("cookie").flatMap({ $0.split(separator: ";") }) {
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if halves.count == 2, halves[0] == cookie, isToken(halves[1]) { return halves[1] }
        }
        return nil
    }

    /// Whether this look is one to record.
    public func isNews(_ page: WebPage, _ viewer: WebViewer, _ now: Date) -> Bool {
        let look = Look(user: viewer.user, page: page)
        if let last = looks[look], (0..<WebLimits.lookSeconds).contains(now.timeIntervalSince(last)) { return false }
        return true
    }

    /// The look was recorded.
    public mutating func hasRecorded(_ page: WebPage, of viewer: WebViewer, at now: Date) {
        if looks.count >= WebLimits.looksMax { looks = [:] }
        looks[Look(user: viewer.user, page: page)] = now
    }
}
