// `delivery`: who hears of alerts, over which channels, and how stubbornly it is tried.
internal import Alerts
internal import Assay
internal import Mail
internal import Rules
internal import Text

enum DeliverySection {
    static var keys: [SettingKey<DeliverySettings>] {
        [
            .text("default", \.defaultRecipient, "required: recipient for patients whose physician is unknown"),
            .text("laboratory", \.laboratory, "recipient of the laboratory's alerts; empty: the default recipient"),
            .text(
                "second", \.secondContact,
                "recipient of alerts that nobody acknowledges; empty: the default recipient"),
            .text("head", \.head, "and after longer; empty: the default recipient"),
            .choice(
                "detail", \.detail, "what leaves the building: study code and values, or alert id and severity only"),
        ]
    }
    static var channelKeys: [SettingKey<DeliverySettings>] { [.flag("log", \.log, "one log line an alert")] }
    static var hookKeys: [SettingKey<DeliverySettings.Hook>] {
        [.seconds("deadline", \.deadlineSeconds, 0.1...3600, "a hook that runs longer is killed")]
    }
    static var retryKeys: [SettingKey<DeliverySettings>] {
        [
            .seconds("first", \.retrySeconds, 0.1...86_400, "wait after the first failed attempt; doubled each time"),
            .seconds("longest", \.retryMaxSeconds, 0.1...604_800, "longest wait"),
            .integer(
                "attempts", \.attemptsMax, 1...10_000, "then the laboratory is told; critical alerts are never given up"
            ),
            .integer(
                "nextContact", \.nextContactAttempts, 1...1000,
                "a critical mail that failed so often goes to the next contact too"),
        ]
    }
    static var escalationKeys: [SettingKey<DeliverySettings>] {
        [
            .seconds(
                "criticalSecond", \.escalation.criticalSecondSeconds, 60...604_800,
                "critical or confirmed, unacknowledged: to the second contact after"),
            .seconds("criticalHead", \.escalation.criticalHeadSeconds, 60...604_800, "and to the head after"),
            .seconds(
                "warningSecond", \.escalation.warningSecondSeconds, 60...2_592_000,
                "warnings: to the second contact after"),
            .number("silenceMaxDays", \.escalation.silenceMaxDays, 0.01...365, "longest silence of an alert, days"),
        ]
    }
    static var heartbeatKeys: [SettingKey<HeartbeatSettings>] {
        [
            .seconds(
                "every", \.everySeconds, 0...604_800,
                "a mail that says that all works, for a monitor that misses it; 0: none"),
            .text("recipient", \.recipient, "to whom; empty: the laboratory"),
        ]
    }
    static let recipientsMax = 1000
    static let remindersMax = 20
    static let hooksMax = 16

    static func read(_ section: Section, folder: String) -> DeliverySettings {
        var settings = DeliverySettings()
        section.read(keys, into: &settings)
        channels(section.section("channels"), folder, &settings)
        let people = section.section("recipients")
        settings.recipients = people.names.prefix(recipientsMax).compactMap { recipient($0, people) }
        if people.names.count > recipientsMax {
            people.log.fault(
                line: people.line, key: people.path, "\(people.names.count) recipients", fix: "at most \(recipientsMax)"
            )
        }
        people.finish()
        let retry = section.section("retry")
        retry.read(retryKeys, into: &settings)
        retry.ascending("first", settings.retrySeconds, "longest", settings.retryMaxSeconds)
        retry.finish()
        escalation(section.section("escalation"), &settings)
        heartbeat(section.section("heartbeat"), people, &settings)
        references(section, people, settings)
        section.finish()
        return settings
    }

    private static func escalation(_ section: Section, _ settings: inout DeliverySettings) {
        section.read(escalationKeys, into: &settings)
        if let entries = section.list("reminderDays", entriesMax: remindersMax) {
            settings.escalation.reminderDays = entries.compactMap { section.number($0, 0.01...365) }
        }
        section.ascending(
            "criticalSecond", settings.escalation.criticalSecondSeconds, "criticalHead",
            settings.escalation.criticalHeadSeconds)
        section.finish()
    }

    private static func heartbeat(_ section: Section, _ people: Section, _ settings: inout DeliverySettings) {
        section.read(heartbeatKeys, into: &settings.heartbeat)
        if let entry = section.entry("every"), settings.heartbeat.everySeconds > 0 {
            if settings.mail == nil {
                section.fault(entry, "a heartbeat goes by mail", fix: "write delivery.channels.mail, or every: 0")
            }
            if settings.heartbeat.everySeconds < heartbeatMin {
                section.fault(entry, "\(entry.shown) is too often", fix: "write at least \(writtenSpan(heartbeatMin))")
            }
        }
        reference("recipient", of: section, people)
        section.finish()
    }

    /// Shortest time between two heartbeats, seconds.
    static let heartbeatMin = 60.0

    private static func channels(_ section: Section, _ folder: String, _ settings: inout DeliverySettings) {
        section.read(channelKeys, into: &settings)
        settings.mail = MailSection.read(section, folder: folder)
        let hooks = section.section("hooks")
        settings.hooks = hooks.names.prefix(hooksMax).compactMap { hook($0, hooks, folder) }
        if hooks.names.count > hooksMax {
            hooks.log.fault(line: hooks.line, key: hooks.path, "\(hooks.names.count) hooks", fix: "at most \(hooksMax)")
        }
        hooks.finish()
        if !settings.log && settings.hooks.isEmpty && settings.mail == nil && section.entry("mail") == nil {
            section.log.fault(
                line: section.line, key: section.path, "alerts would reach nobody",
                fix: "set log: true, or name mail or a hook")
        }
        section.finish()
    }

    private static func hook(_ name: String, _ hooks: Section, _ folder: String) -> DeliverySettings.Hook? {
        guard isKey(name, hooks) else { return nil }
        let section = hooks.section(name)
        defer { section.finish() }
        var hook = DeliverySettings.Hook(name: name, path: "")
        section.read(hookKeys, into: &hook)
        guard let path = section.entry("path") else {
            section.missing("path", fix: "write the path of an executable file that the service's user cannot write")
            return nil
        }
        guard let resolved = section.path(path, in: folder) else { return nil }
        hook.path = resolved
        return hook
    }

    private static func recipient(_ key: String, _ people: Section) -> DeliverySettings.Recipient? {
        guard isKey(key, people) else { return nil }
        let section = people.section(key)
        defer { section.finish() }
        let values = ["role", "name", "address"].map { field in
            let entry = section.entry(field)
            if entry == nil { section.missing(field, fix: "write \(field): …; messages carry it") }
            return entry.flatMap { section.text($0, lengthMax: 254) }
        }
        guard let role = values[0], let name = values[1], let address = values[2] else { return nil }
        return DeliverySettings.Recipient(key: key, role: role, name: name, address: address)
    }

    /// Keys of recipients, hooks and devices travel in `patients.csv`, receipts and logs: study-code letters only.
    static func isKey(_ name: String, _ section: Section) -> Bool {
        if Patient.isCode(name) { return true }
        guard let entry = section.entry(name) else { return false }
        section.fault(entry, "\(quoted(name)) is no usable key", fix: "use 1 to 32 of A-Z a-z 0-9 . _ -")
        return false
    }

    /// The recipients that the section itself names must exist. Those of patients are only warned about.
    private static func references(_ section: Section, _ people: Section, _ settings: DeliverySettings) {
        if section.entry("default") == nil {
            section.missing("default", fix: "name the recipient who is told where a patient's physician is unknown")
        }
        for key in ["default", "laboratory", "second", "head"] { reference(key, of: section, people) }
        guard settings.mail != nil else { return }
        for recipient in settings.recipients where MailAddress(address: recipient.address) == nil {
            section.log.warn(
                line: people.entry(recipient.key)?.line, key: people.name(recipient.key) + ".address",
                "\(quoted(recipient.address)) is no mail address",
                fix: "write name@host, or mail to this recipient will fail")
        }
    }

    private static func reference(_ key: String, of section: Section, _ people: Section) {
        guard let entry = section.entry(key), let name = section.text(entry), !people.names.contains(name) else {
            return
        }
        let guess = nearest(to: name, among: people.names).map { "did you mean `\($0)`?" }
        section.fault(
            entry, "\(quoted(name)) is no key of delivery.recipients",
            fix: guess ?? "add it there with role, name and address")
    }
}
