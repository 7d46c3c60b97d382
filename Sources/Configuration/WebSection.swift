// `web`: how the hospital's proxy says who looks, and who may do what.
internal import Text
internal import Web
internal import Yams

enum WebSection {
    static let headerMax = 64
    static let groupsMax = 100
    /// Fields that HTTP itself or a browser fills.
    private static let taken: Set<String> = [
        "accept", "authorization", "connection", "content-length", "content-type", "cookie", "host", "origin",
        "referer",
        "sec-fetch-site", "transfer-encoding", "upgrade", "user-agent",
    ]

    static func read(_ section: Section) -> WebSettings {
        var settings = WebSettings()
        settings.userHeader = section.entry("userHeader").flatMap { header($0, section) }
        settings.roleHeader = section.entry("roleHeader").flatMap { header($0, section) }
        if let entry = section.entry("roleHeader"), settings.roleHeader != nil,
            settings.roleHeader == settings.userHeader
        {
            section.fault(entry, "\(entry.shown) names the person already", fix: "name the header with the groups")
        }
        let roles = section.section("roles")
        for role in WebRole.allCases {
            let groups = (roles.list(role.rawValue, entriesMax: groupsMax) ?? []).compactMap { group($0, roles) }
            if !groups.isEmpty { settings.roles[role] = Set(groups) }
        }
        roles.finish()
        let parts = [settings.userHeader != nil, settings.roleHeader != nil, !settings.roles.isEmpty]
        if parts.contains(true), parts.contains(false), let line = section.line {
            section.log.fault(
                line: line, key: section.path, "userHeader, roleHeader and roles go together",
                fix: "write all three, or none: then no page is served")
        }
        section.finish()
        return settings
    }

    /// In lower case.
    private static func header(_ entry: Entry, _ section: Section) -> String? {
        guard let text = section.text(entry, lengthMax: headerMax) else { return nil }
        let name = text.lowercased()
        let isName = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isName, !taken.contains(name) else {
            section.fault(
                entry, "\(entry.shown) cannot say who looks",
                fix: "name a header that the proxy alone sets, such as X-Remote-User; letters, digits and hyphens")
            return nil
        }
        return name
    }

    private static func group(_ entry: Entry, _ section: Section) -> String? {
        guard let text = section.text(entry, lengthMax: 200) else { return nil }
        guard !text.isEmpty, !text.contains(",") else {
            section.fault(entry, "\(entry.shown) is no name of a group", fix: "write one name, without a comma")
            return nil
        }
        return text
    }
}
