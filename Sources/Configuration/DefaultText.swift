// The complete commented configuration: every key with its default, its unit and its meaning, written from the same
// descriptions that read it, so that the two cannot drift apart.
internal import Assay
internal import Alerts
internal import Central
internal import Hospital
internal import Laboratory
internal import Rules
internal import Monitoring
internal import USB

/// Where a set-up keeps its things; relative paths start at the configuration file's folder.
public struct SetupPlaces: Sendable {
    public var export: String
    public var patients: String
    public var journal: String
    /// Nil: a hook is only shown how it is set up.
    public var hook: String?
    /// Nil: no metrics are written.
    public var metrics: String?

    /// What `cqwatch init DIR` writes: everything below one folder.
    public static let embedded = SetupPlaces(
        export: "export", patients: "patients.csv", journal: "state/journal.sqlite", hook: "hooks/notify", metrics: nil)
    /// What the packaged service uses.
    public static let system = SetupPlaces(
        export: "/srv/lightcycler", patients: "/etc/cqwatch/patients.csv", journal: "/var/lib/cqwatch/journal.sqlite",
        hook: nil,
        metrics: "/run/cqwatch/metrics/cqwatch.prom")
}

/// The text of a `cqwatch.yaml` that holds every key.
public func defaultConfigurationText(_ places: SetupPlaces) -> String {
    """
    # cqwatch: what is watched, how it is measured, when somebody is told.
    # Every key is here with its default. An unknown key is an error: try `cqwatch check-config` on this file.
    # Relative paths start at this file's folder. Times: 30 s, 15 min, 1 h, 2 d.


    """ + watchText(places) + usbText() + assayText() + samplesText() + """

        patients: \(yamlText(places.patients))  # patient,infusion,dose,group,physician[,ended,reason,target]

        rules:
        \(written(RulesSection.keys, of: RuleSettings(), indent: 2))\(RulesSection.written(RuleSettings().visits))
        laboratory:
        \(written(LaboratorySection.keys, of: LaboratorySettings(), indent: 2))  controls:                             # run controls: the plate's positive controls, by Westgard's rules
        \(written(LaboratorySection.controlKeys, of: ControlSettings(), indent: 4))    rules:                              # Westgard's; what a broken one does to the run
        \(written(LaboratorySection.ruleKeys, of: WestgardActions(), indent: 6))    assigned: []                        # instead of established limits: {control: PC, copies: 10000, sdLog10: 0.08}

        journal:
          path: \(yamlText(places.journal))

        metrics:
          # figures for Prometheus: runs, last scan, open alerts, outbox, journal; for node_exporter's textfile collector; empty: none
          textfile:\(places.metrics.map { " " + yamlText($0) } ?? "")

        pages:
          # web pages of runs and patients, written after each commit into a folder that exists; they hold study codes and are readable by its group alone; empty: none
          folder:
          # where people find that folder, such as https://intranet.example.org/cqwatch/; then mails link to a patient's page; empty: no links
          url:

        web:
          # 'cqwatch web' shows the pages live behind a proxy that signs people in, see docs/web.md: the headers in which it names the person and the person's groups; empty: no page is served
          userHeader:
          roleHeader:
          # who may do what: what the proxy calls the groups of each role
          roles:
            reader:
            technician:
            physician:
            laboratory:

        """ + centralText() + deliveryText(places) + interfaceText
}

private func centralText() -> String {
    """

    central:                              # the central store of several sites (docs/scale.md); empty: none
      site:                               # this site's name there: its role, and the common name of its certificate
      # as libpq has it, without a password: host=centre.example port=5432 dbname=central sslmode=verify-full
      # sslrootcert=/etc/cqwatch/central-ca.pem sslcert=/etc/cqwatch/central.pem sslkey=/etc/cqwatch/central.key
      connection:
    \(written(CentralSection.keys, of: CentralSettings(), indent: 2))
    """
}

private func watchText(_ places: SetupPlaces) -> String {
    """
    watch:
      directories:                          # the folders that runs are exported to, sub-folders included
        - path: \(yamlText(places.export))
          # network: true                   # a network mount; left out, the file system says so itself
    \(written(WatchSection.keys, of: WatchSettings(), indent: 2))  runs: [\(WatchSettings().runs.map(yamlText).joined(separator: ", "))]    # names of run files: read first and waited for; others are examined too
      ignore:                               # names passed over: * and ?, without case
        [\(WatchSettings().ignore.map(yamlText).joined(separator: ", "))]

    """
}

private func usbText() -> String {
    let usb = USBSettings()
    return """

        usb:
        \(written(USBSection.keys, of: usb, indent: 2))  mediaFolder: \(yamlText(usb.mediaFolder))    # where sticks are mounted, each in a folder of its own
          allow: []                             # read these alone: serial numbers, or vendor:product as in '0781:5567'; empty: any plain stick
          folders: []                           # folders of a stick that are read, with what is below them; empty: the whole stick
          suffixes: [\(usb.suffixes.map(yamlText).joined(separator: ", "))]           # ends of the names of run files
          named:                                # devices that must not be missing, under names of your own
            # reader:
            #   match: '05e0:1200'              # vendor:product, or the serial number; `cqwatch usb` lists both
            #   lossAfter: \(writtenSpan(USBSettings.Named.lossSecondsDefault))             # gone for longer, the laboratory is told

        """
}

private func assayText() -> String {
    let assay = AssaySettings()
    // Below the other keys of a target.
    let copiesPerGenome =
        "\n      copiesPerGenome:                  # copies of the gene in a diploid genome, if it counts cells; "
        + "known of RPPH1 and ALB (2)"
    let targets = assay.targets.map { target in
        """
            - name: \(yamlText(target.name))
              role: \(target.role.rawValue)
              aliases: [\(target.aliases.map(yamlText).joined(separator: ", "))]
              dye:\(target.dye.map { " " + yamlText($0) } ?? "")\(target.role == .reference ? copiesPerGenome : "")

        """
    }
    return """

        assay:
        \(written(AssaySection.keys, of: assay, indent: 2))  targets:                              # role: target | reference; case, blanks and hyphens do not count
        \(targets.joined())  standards:
            unit: \(assay.standardsUnit.rawValue)             # required: copies/ul template | copies/reaction
            templateVolume:                     # template in a reaction, ul; required for copies/reaction
          digital:                              # digital PCR: exports of Bio-Rad QX200/QX600 and QIAGEN QIAcuity
        \(written(DigitalSection.keys, of: assay.digital, indent: 4))  quality:
        \(written(QualitySection.keys, of: assay.quality, indent: 4))
        """
}

private func samplesText() -> String {
    """

    samples:
      # How a sample name tells patient and day: a regular expression with the groups patient, and day or date.
      pattern: \(yamlText(SampleNaming.defaultPattern))
      tables: \(SamplesSection.Tables.withheld.rawValue)                      # values of result tables, which carry no run identity: trusted | withheld
      # A table of the samples' DNA, read again when it changes: sample,dna_ng_per_ul[,extracted]; empty: none. Tells copies a microgram.
      concentrations:

    """
}

private func deliveryText(_ places: SetupPlaces) -> String {
    var delivery = DeliverySettings()
    delivery.defaultRecipient = "physician"
    delivery.laboratory = "laboratory"
    return """

        delivery:
        \(written(DeliverySection.keys, of: delivery, indent: 2))  channels:
        \(written(DeliverySection.channelKeys, of: delivery, indent: 4))\(mailText)\(hookText(places.hook))  recipients:                           # patients.csv names them in the column physician
            physician:
              role: physician
              name: Physician on duty
              address: physician@example.org
            laboratory:
              role: laboratory
              name: qPCR laboratory
              address: laboratory@example.org
          escalation:
        \(written(DeliverySection.escalationKeys, of: delivery, indent: 4))    reminderDays: [\(delivery.escalation.reminderDays.map(\.shortest).joined(separator: ", "))]             # reminders of what nobody acknowledged, days
          retry:
        \(written(DeliverySection.retryKeys, of: delivery, indent: 4))  heartbeat:
        \(written(DeliverySection.heartbeatKeys, of: HeartbeatSettings(), indent: 4))
        """
}

/// Commented out: which server it is only the laboratory knows.
private var mailText: String {
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
private func hookText(_ path: String?) -> String {
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
private var interfaceText: String {
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
