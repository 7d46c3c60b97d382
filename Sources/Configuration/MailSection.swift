// `delivery.channels.mail`: one of two ways out, and how much goes that way.
internal import Alerts
internal import Assay
internal import Mail

enum MailSection {
    typealias Smtp = MailSettings.Smtp
    typealias Sendmail = MailSettings.Sendmail

    static var keys: [SettingKey<MailSettings>] {
        [
            .text("from", \.from, "required: the sender's address"),
            .integer(
                "hourlyMax", \.hourlyMax, 1...10_000,
                "mails a recipient and hour; what is more comes as one summary, critical alerts at once"),
        ]
    }
    static var smtpKeys: [SettingKey<Smtp>] {
        [
            .text("server", \.server, "required: its name, as its certificate says it"),
            .choice("security", \.security, "always encrypted, its certificate always checked"),
            .integer("port", \.port, 1...65_535, "587 with starttls, mostly 465 with tls"),
            .text("user", \.user, "empty: no authentication"),
            .text(
                "passwordFile", \.passwordFile,
                "mode 0600, one line, the service's own; or systemd's LoadCredential=cqwatch-smtp:PATH"),
            .text(
                "authorityFile", \.authorityFile,
                "PEM of the authority that signed the certificate; empty: the system's"),
            .seconds("connect", \.connectSeconds, 1...120, "until the connection stands"),
            .seconds("total", \.totalSeconds, 1...600, "for one whole message"),
        ]
    }
    static var sendmailKeys: [SettingKey<Sendmail>] {
        [
            .text("path", \.path, "required: msmtp, postfix, exim, nullmailer, dma"),
            .seconds("deadline", \.deadlineSeconds, 1...3600, "a program that runs longer is killed"),
        ]
    }
    static let argumentsMax = 32

    /// Nil where the section is absent, or has faults.
    static func read(_ parent: Section, folder: String) -> MailSettings? {
        guard parent.entry("mail") != nil else { return nil }
        let section = parent.section("mail")
        defer { section.finish() }
        let smtp = section.entry("smtp"), sendmail = section.entry("sendmail")
        let route: MailSettings.Route?
        switch (smtp, sendmail) {
        case (nil, nil):
            section.missing("smtp", fix: "write smtp: with a server, or sendmail: with a path")
            route = nil
        case (_?, let other?):
            section.fault(other, "two ways to send mail", fix: "keep either smtp or sendmail")
            route = nil
        case (_?, nil): route = readSmtp(section.section("smtp"), folder).map(MailSettings.Route.smtp)
        case (nil, _?): route = readSendmail(section.section("sendmail"), folder).map(MailSettings.Route.sendmail)
        }
        var settings = MailSettings(from: "", route: route ?? .smtp(Smtp(server: "")))
        section.read(keys, into: &settings)
        if let entry = section.entry("from") {
            if MailAddress(address: settings.from) == nil {
                section.fault(entry, "\(entry.shown) is no mail address", fix: "write name@host")
            }
        } else {
            section.missing("from", fix: "write the address that mails come from, e.g. from: cqwatch@example.org")
        }
        settings.quiet = quietHours(section)
        return route == nil ? nil : settings
    }

    private static func readSmtp(_ section: Section, _ folder: String) -> Smtp? {
        defer { section.finish() }
        var server = Smtp(server: "")
        section.read(smtpKeys, into: &server)
        server.passwordFile = section.entry("passwordFile").flatMap { section.path($0, in: folder) }
        server.authorityFile = section.entry("authorityFile").flatMap { section.path($0, in: folder) }
        section.ascending("connect", server.connectSeconds, "total", server.totalSeconds)
        guard let entry = section.entry("server") else {
            section.missing("server", fix: "write the mail server's name")
            return nil
        }
        guard MailAddress.isHostName(server.server) else {
            section.fault(
                entry, "\(entry.shown) is no host name", fix: "write a name such as smtp.example.org, without a port")
            return nil
        }
        return server
    }

    private static func readSendmail(_ section: Section, _ folder: String) -> Sendmail? {
        defer { section.finish() }
        var program = Sendmail(path: "")
        section.read(sendmailKeys, into: &program)
        if let entries = section.list("arguments", entriesMax: argumentsMax) {
            program.arguments = entries.compactMap { section.text($0) }
        }
        guard let entry = section.entry("path") else {
            section.missing("path", fix: "write the program's path, e.g. path: /usr/sbin/sendmail")
            return nil
        }
        guard let path = section.path(entry, in: folder) else { return nil }
        program.path = path
        return program
    }

    /// `quietHours: 22:00-07:00`.
    private static func quietHours(_ section: Section) -> MailSettings.QuietHours? {
        guard let entry = section.entry("quietHours"), let text = section.text(entry) else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
            ClockTime($0.filter { $0 != " " })
        }
        guard ends.count == 2, let from = ends[0], let to = ends[1] else {
            section.fault(entry, "\(entry.shown) is no span of a day", fix: "write it as '22:00-07:00'")
            return nil
        }
        return MailSettings.QuietHours(
            fromMinute: from.hour * 60 + from.minute, toMinute: to.hour * 60 + to.minute)
    }
}
