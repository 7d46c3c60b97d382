// What a page holds beside its content where a service shows it to a person: who looks, what they may do, what their
// last act came to, and how it learns that there is something new.
import Alerts

/// Of a page that is served; a page in a folder has none.
public struct LiveFrame: Sendable {
    /// "ann (physician)".
    public var viewer: String
    /// Changes when a page has something new to say; the address `now` tells the newest.
    public var state: String
    /// What the viewer's last act came to.
    public var notice: String?
    /// What the viewer may do with alerts of patients, with the laboratory's own, and with runs, by the names that forms
    /// go by.
    public var patientActs: Set<String> = []
    public var laboratoryActs: Set<String> = []
    public var runActs: Set<String> = []
    /// Record of the run that the page shows.
    public var run: Int64?

    public init(viewer: String, state: String) {
        self.viewer = viewer
        self.state = state
    }

    /// Where a form is asked for.
    public static let form = "form"
    /// Where it is sent.
    public static let act = "act"

    /// Links to what may be done with an alert as it stands.
    func acts(on id: String, _ state: AlertState, isPatients: Bool) -> HTML {
        let able = isPatients ? patientActs : laboratoryActs
        let possible: [(name: String, title: String)] =
            switch state {
            case .open, .confirmed: [("acknowledge", "Acknowledge"), ("close", "Close"), ("silence", "Silence")]
            case .acknowledged: [("close", "Close"), ("silence", "Silence")]
            case .closed: [("reopen", "Take the closing back")]
            case .cleared, .corrected: []
            }
        return links(possible.filter { able.contains($0.name) }.map { ($0, "alert=\(id)") })
    }

    /// Links to what may be decided about the run.
    var actsOnRun: HTML {
        guard let run else { return .none }
        let possible = [
            ("correct", "Correct its start"), ("void", "Void it"), ("accept", "Accept it or samples of it"),
            ("reattribute", "Say whose a sample is"), ("undo", "Take the newest decision back"),
        ]
        return links(possible.filter { runActs.contains($0.0) }.map { ($0, "run=\(run)") })
    }

    private func links(_ acts: [((name: String, title: String), subject: String)]) -> HTML {
        HTML(
            acts.map { act, subject in
                .element(
                    "a", [.class("act"), Attribute("href", "\(Self.form)?act=\(act.name)&\(subject)")],
                    HTML(act.title))
            })
    }

    /// Above the title.
    var bar: HTML {
        let news = HTML.element(
            "p", [Attribute("id", "news"), Attribute("role", "status"), .class("soft"), Attribute("hidden")],
            "There is something new: ", .element("a", [Attribute("href", "")], "look again"))
        let said = notice.map { HTML.element("p", [.class("notice"), Attribute("role", "status")], HTML($0)) } ?? .none
        return .element(
            "p", [.class("soft")], HTML("Signed in as \(bounded(viewer, 200)). Every look and act is recorded."))
            + said + news
    }

    /// In the head: what the script compares, and a reload for browsers without script.
    var head: HTML {
        .empty("meta", [Attribute("name", "state"), Attribute("content", state)])
            + HTML.element(
                "noscript", [], .empty("meta", [Attribute("http-equiv", "refresh"), Attribute("content", "60")]))
    }
}

/// Asks now and then whether there is something new, while somebody looks, and shows it; who is searching is told first.
let liveScript: StaticString = """
    (function(){var d=document,m=d.querySelector('meta[name=state]'),f=d.getElementById('find'),n=d.getElementById('news');if(!m||!n)return;
    function tell(t){if(t)n.textContent=t;n.hidden=false}
    function look(){if(d.hidden)return;fetch(location.origin+location.pathname.replace(/[^\\/]*$/,'now'),{cache:'no-store'}).then(function(r){if(!r.ok)throw r;return r.text()}).then(function(t){if(t===m.content)return;if(f&&f.value)tell();else location.reload()}).catch(function(){tell('These pages do not answer: what is shown may be old.')})}
    setInterval(look,15000);d.addEventListener('visibilitychange',look)})();
    """
