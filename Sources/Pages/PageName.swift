internal import Digests
internal import Reporting

/// How pages are called: so that links between them can be made without asking what is there.
public enum PageName {
    public static let index = indexPageName

    /// "run-2019-01-29-1f2e….html": the start's date for people, and a digest over what tells runs apart. Names from
    /// files never become paths.
    public static func run(id: String, serial: String?, started: String?) -> String {
        let key = [id, serial ?? "", started ?? ""].joined(separator: "\u{0}")
        let digest = (Digest.hex(.sha256, Array(key.utf8)) ?? "").prefix(16)
        let day = (started ?? "").prefix(10)
        let isDay = day.utf8.count == 10 && day.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 }
        return "run-\(isDay ? day : "undated")-\(digest).html"
    }

    public static func patient(_ code: String) -> String { patientPageName(code) }
}
