// The complete commented configuration: every key with its default, its unit and its meaning, written from the same
// descriptions that read it, so that the two cannot drift apart.
internal import Assay
internal import Alerts
internal import Central
internal import Laboratory
internal import Rules
internal import Monitoring
internal import USB

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
