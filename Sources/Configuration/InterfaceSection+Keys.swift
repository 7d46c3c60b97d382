// The keys of `interface` and of its sub-sections.
internal import Hospital

extension InterfaceSection {
    static var keys: [SettingKey<InterfaceSettings>] {
        [
            .text(
                "site", \.site, "required: the laboratory's own name in message numbers, at most 8 letters and digits"),
            .date("since", \.since, "nothing recorded before this day (UTC) is sent; empty: the whole journal"),
            .number(
                "messagesPerSecond", \.messagesPerSecond, 0.1...10_000, "at most, each way: what a backlog comes at"),
            .seconds(
                "tellAfter", \.tellAfterSeconds, 60...604_800, "a way that fails for so long is told to the laboratory"),
        ]
    }
    static var retryKeys: [SettingKey<InterfaceSettings>] {
        [
            .seconds("first", \.retrySeconds, 0.1...3600, "the pause after a failure; doubled each time"),
            .seconds("longest", \.retryMaxSeconds, 1...86_400, "up to this"),
        ]
    }
    static var hl7Keys: [SettingKey<HL7Settings>] {
        [
            .text("host", \.host, "required: the receiver's name, as its certificate says it, or address"),
            .integer("port", \.port, 1...65_535, "of its MLLP listener"),
            .choice("resultStatus", \.resultStatus, "final only where the laboratory has released the result"),
            .seconds("connect", \.connectSeconds, 1...120, "until the connection stands"),
            .seconds("answer", \.answerSeconds, 1...600, "until a message is answered"),
        ]
    }
    static var nameKeys: [SettingKey<HL7Names>] {
        [
            .text("sendingApplication", \.sendingApplication, "MSH-3, and the namespace of our order numbers"),
            .text("sendingFacility", \.sendingFacility, "MSH-4"),
            .text("receivingApplication", \.receivingApplication, "MSH-5"),
            .text("receivingFacility", \.receivingFacility, "MSH-6"),
        ]
    }
    static var tlsKeys: [SettingKey<TLSFiles>] {
        [
            .text(
                "ca", \.authority, "PEM of the authority that signed the receiver's certificate; empty: the system's"),
            .text("certificate", \.certificate, "PEM of ours, where the receiver asks for one"),
            .text("key", \.key, "PEM of its key, mode 0600"),
        ]
    }
    static var fhirKeys: [SettingKey<FHIRSettings>] {
        [
            .text("url", \.url, "required: the server's base, https://…"),
            .choice("resultStatus", \.resultStatus, "final only where the laboratory has released the result"),
            .seconds("answer", \.answerSeconds, 1...600, "until a bundle is answered"),
        ]
    }
    static var tokenKeys: [SettingKey<FHIRSettings.Token>] {
        [
            .text("url", \.url, "required: the authorization server's token endpoint"),
            .text("client", \.client, "required: our client id"),
            .text(
                "secretFile", \.secretFile,
                "mode 0600, one line; or systemd's LoadCredential=cqwatch-interface:PATH"),
            .text("scope", \.scope, "what is asked for, as in system/*.write"),
        ]
    }
    static var folderKeys: [SettingKey<FolderSettings>] {
        [
            .text("path", \.path, "required: each message becomes a file here, whole under its name"),
            .choice("format", \.format, "what is written"),
            .choice("resultStatus", \.resultStatus, "final only where the laboratory has released the result"),
        ]
    }
}
