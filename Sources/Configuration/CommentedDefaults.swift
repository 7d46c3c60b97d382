// The sections of the configuration's text that stand in it commented out: only the laboratory knows its mail server,
// its hooks and its hospital's systems.
internal import Alerts
internal import Hospital

/// Commented out: which server it is only the laboratory knows.
var mailText: String {
    let server = MailSettings.Smtp(server: "smtp.example.org"),
        program = MailSettings.Sendmail(path: "/usr/sbin/sendmail")
    let mail = MailSettings(from: "cqwatch@example.org", route: .smtp(server))
    return commentedOut(
        """
            mail:                               # one mail a run and recipient; to try it: cqwatch test-alert
        \(written(MailSection.keys, of: mail, indent: 6))      quietHours: 22:00-07:00           # only critical alerts go out then; left out: none
              smtp:                             # a mail server; or sendmail instead of it
        \(written(MailSection.smtpKeys, of: server, indent: 8))      sendmail:                         # a sendmail-compatible program
        \(written(MailSection.sendmailKeys, of: program, indent: 8))        arguments: [\(program.arguments.joined(separator: ", "))]                 # before -f SENDER RECIPIENT

        """)
}

/// Commented out where no hook is set up.
func hookText(_ path: String?) -> String {
    let hook = DeliverySettings.Hook(name: "notify", path: path ?? "/etc/cqwatch/hooks/notify")
    let text = """
            hooks:                              # each gets one alert event as JSON on standard input
              \(hook.name):
                path: \(yamlText(hook.path))  # an executable that the service's user cannot write
        \(written(DeliverySection.hookKeys, of: hook, indent: 8))
        """
    return path == nil ? commentedOut(text) : text
}

/// Each line behind a # at its own indentation: taking the # away line by line gives the setting.
private func commentedOut(_ text: String) -> String {
    text.split(separator: "\n").map { line in
        let pad = line.prefix { $0 == " " }
        return "\(pad)# \(line.dropFirst(pad.count))\n"
    }.joined()
}

/// Commented out: the receivers are the hospital's.
var interfaceText: String {
    let settings = InterfaceSettings(), tls = TLSFiles()
    var token = FHIRSettings.Token()
    token.url = "https://login.example.org/token"
    token.client = "cqwatch"
    var (hl7, fhir, folder) = (HL7Settings(), FHIRSettings(), FolderSettings())
    hl7.host = "lis.example.org"
    fhir.url = "https://fhir.example.org/r4"
    folder.path = "/srv/interface"
    var named = settings
    named.site = "LAB1"
    return "\n"
        + commentedOut(
            """
            interface:                            # each result and alert to the hospital's systems: docs/interface.md
            \(written(InterfaceSection.keys, of: named, indent: 2))  retry:
            \(written(InterfaceSection.retryKeys, of: settings, indent: 4))  hl7:                                  # HL7 v2.5.1 ORU^R01 by MLLP
            \(written(InterfaceSection.hl7Keys, of: hl7, indent: 4))    tls:                                # left out: in the clear
            \(written(InterfaceSection.tlsKeys, of: tls, indent: 6))  fhir:                                 # FHIR R4 transaction bundles
            \(written(InterfaceSection.fhirKeys, of: fhir, indent: 4))    tls:
            \(written(InterfaceSection.tlsKeys, of: tls, indent: 6))    token:                              # OAuth 2 client credentials
            \(written(InterfaceSection.tokenKeys, of: token, indent: 6))  folder:                               # the same messages as files
            \(written(InterfaceSection.folderKeys, of: folder, indent: 4))  names:
            \(written(InterfaceSection.nameKeys, of: settings.names, indent: 4))  codes:                                # left out: each target's own name as a local code
                BCMA-CAR-T: {code: BCMA-CAR-T, text: BCMA CAR-T copies by qPCR, system: 99CQW}
              units: {}                             # beside copies/ul gDNA and copies/ug gDNA: unit: UCUM code
              identifiers:
            \(written(InterfaceWords.identifierKeys, of: settings.identifiers, indent: 4))    patients:                           # a table patient,identifier; empty: the study code is the number
                placers:                            # a table sample,placer for placer: table

            """)
}
