// `pages`: where the daemon puts pages, and where people find them.
internal import Alerts
internal import Foundation
internal import Text

enum PagesSection {
    static let urlMax = 500

    static func read(_ section: Section, folder: String, into configuration: inout Configuration) {
        configuration.pagesFolder = section.entry("folder").flatMap { section.path($0, in: folder) }
        configuration.delivery.pagesURL = section.entry("url").flatMap { url($0, section) }
        section.finish()
    }

    /// Ends with a stroke, so that a page's name can follow.
    private static func url(_ entry: Entry, _ section: Section) -> String? {
        guard let text = section.text(entry, lengthMax: urlMax) else { return nil }
        let parts = URLComponents(string: text)
        guard let parts, ["http", "https", "file"].contains(parts.scheme?.lowercased() ?? ""), parts.query == nil,
            parts.fragment == nil, parts.user == nil, parts.password == nil,
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 34 && $0 != 60 && $0 != 62 })
        else {
            section.fault(
                entry, "\(quoted(text)) is no address of a folder",
                fix: "write what a browser opens, such as https://intranet.example.org/cqwatch/")
            return nil
        }
        return text.hasSuffix("/") ? text : text + "/"
    }
}
