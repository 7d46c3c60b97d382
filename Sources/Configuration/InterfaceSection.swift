// `interface`: the hospital's systems that results and alerts go to, and the words that were agreed with them.
internal import Assay
internal import Foundation
internal import Hospital
internal import Mail
internal import Text

enum InterfaceSection {
    /// MSH-10 holds 20 characters: the site, a hyphen, a record's number of at most ten digits, one letter.
    static let siteMax = 8

    /// Nil where the section is absent.
    static func read(_ parent: Section, folder: String, assay: AssaySettings, _ table: (String) throws -> Data)
        -> InterfaceSettings?
    {
        guard parent.entry("interface") != nil else { return nil }
        let section = parent.section("interface")
        defer { section.finish() }
        var settings = InterfaceSettings()
        section.read(keys, into: &settings)
        site(section, settings.site)
        let retry = section.section("retry")
        retry.read(retryKeys, into: &settings)
        retry.ascending("first", settings.retrySeconds, "longest", settings.retryMaxSeconds)
        retry.finish()
        settings.hl7 = optional("hl7", section) { hl7($0, folder) }
        settings.fhir = optional("fhir", section) { fhir($0, folder) }
        settings.folder = optional("folder", section) { drop($0, folder) }
        let names = section.section("names")
        names.read(nameKeys, into: &settings.names)
        names.finish()
        InterfaceWords.codes(section, assay, &settings)
        InterfaceWords.units(section, assay, &settings)
        settings.identifiers = InterfaceWords.identifiers(section.section("identifiers"), folder, table)
        return settings
    }

    private static func site(_ section: Section, _ site: String) {
        guard let entry = section.entry("site") else {
            return section.missing(
                "site", fix: "write a name of at most \(siteMax) letters and digits, e.g. site: LAB1")
        }
        let isPlain = site.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        if site.isEmpty || site.utf8.count > siteMax || !isPlain {
            section.fault(entry, "\(entry.shown) is no name of a site", fix: "write 1 to \(siteMax) of A-Z a-z 0-9")
        }
    }

    private static func optional<Value>(_ key: String, _ section: Section, _ read: (Section) -> Value) -> Value? {
        guard section.entry(key) != nil else { return nil }
        let inner = section.section(key)
        defer { inner.finish() }
        return read(inner)
    }

    private static func hl7(_ section: Section, _ folder: String) -> HL7Settings {
        var settings = HL7Settings()
        section.read(hl7Keys, into: &settings)
        if let entry = section.entry("host") {
            if !isHost(settings.host) {
                section.fault(
                    entry, "\(entry.shown) is no host name or address",
                    fix: "write a name such as lis.example.org, without a port")
            }
        } else {
            section.missing("host", fix: "write the receiver's name or address")
        }
        settings.tls = optional("tls", section) { tls($0, folder) }
        return settings
    }

    private static func isHost(_ text: String) -> Bool {
        // An IPv6 address.
        if text.contains(":") { return text.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) } }
        return MailAddress.isHostName(text)
    }

    private static func tls(_ section: Section, _ folder: String) -> TLSFiles {
        var files = TLSFiles()
        section.read(tlsKeys, into: &files)
        files.authority = section.entry("ca").flatMap { section.path($0, in: folder) }
        files.certificate = section.entry("certificate").flatMap { section.path($0, in: folder) }
        files.key = section.entry("key").flatMap { section.path($0, in: folder) }
        if (files.certificate == nil) != (files.key == nil) {
            section.missing(
                files.key == nil ? "key" : "certificate", fix: "a certificate of ours and its key belong together")
        }
        return files
    }

    private static func fhir(_ section: Section, _ folder: String) -> FHIRSettings {
        var settings = FHIRSettings()
        section.read(fhirKeys, into: &settings)
        url(settings.url, section)
        settings.tls = optional("tls", section) { tls($0, folder) }
        settings.token = optional("token", section) { inner in
            var token = FHIRSettings.Token()
            inner.read(tokenKeys, into: &token)
            token.secretFile = inner.entry("secretFile").flatMap { inner.path($0, in: folder) }
            url(token.url, inner, secret: true)
            if inner.entry("client") == nil {
                inner.missing("client", fix: "write the client id that was given to cqwatch")
            }
            // What the token opens must not be readable on the way either.
            if let entry = section.entry("url"), isPlainHTTP(settings.url), !isLoopback(settings.url) {
                section.fault(entry, "a token would be sent in the clear", fix: "write an https:// address")
            }
            return token
        }
        return settings
    }

    private static func url(_ text: String, _ section: Section, secret: Bool = false) {
        guard let entry = section.entry("url") else {
            return section.missing("url", fix: "write an https:// address")
        }
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
            parts.host?.isEmpty == false,
            parts.user == nil, parts.query == nil, parts.fragment == nil
        else {
            return section.fault(entry, "\(entry.shown) is no address of a server", fix: "write https://NAME/PATH")
        }
        guard isPlainHTTP(text), !isLoopback(text) else { return }
        if secret {
            section.fault(entry, "the secret would be sent in the clear", fix: "write an https:// address")
        } else {
            section.log.warn(
                line: entry.line, key: entry.key, "results are sent in the clear, to whoever answers",
                fix: "write an https:// address")
        }
    }

    private static func isPlainHTTP(_ text: String) -> Bool { URLComponents(string: text)?.scheme == "http" }

    private static func isLoopback(_ text: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(URLComponents(string: text)?.host ?? "")
    }

    private static func drop(_ section: Section, _ folder: String) -> FolderSettings {
        var settings = FolderSettings()
        section.read(folderKeys, into: &settings)
        if let entry = section.entry("path") {
            settings.path = section.path(entry, in: folder) ?? ""
        } else {
            section.missing("path", fix: "write the folder that the interface engine reads")
        }
        return settings
    }
}
