// `central`: the central store of a network of sites; absent where a laboratory stands alone.
internal import Central
internal import Text

enum CentralSection {
    static let connectionLengthMax = 2000
    static var keys: [SettingKey<CentralSettings>] {
        [
            .choice(
                "codes", \.codes, "the centre's: patient codes are each site's own, or the study's everywhere"),
            .seconds(
                "silentAfter", \.silentAfter, 600...31_536_000, "the centre's: a site unheard of for longer is silent"),
        ]
    }

    static func read(_ section: Section) -> CentralSettings {
        var settings = CentralSettings()
        section.read(keys, into: &settings)
        if let entry = section.entry("site"), let site = section.text(entry, lengthMax: 63) {
            if SiteName.isName(site) {
                settings.site = site
            } else {
                section.fault(
                    entry, "\(quoted(site)) is no site's name",
                    fix: "write the common name of its certificate: small letters, digits, - and _, a letter first")
            }
        }
        if let entry = section.entry("connection"),
            let text = section.text(entry, lengthMax: connectionLengthMax)
        {
            if let (fault, fix) = connectionFault(text) {
                section.fault(entry, fault, fix: fix)
            } else {
                settings.connection = text
            }
        } else if let site = section.entry("site") {
            section.fault(
                site, "a site needs the store's place",
                fix: "write connection: host=… port=5432 dbname=central sslmode=verify-full …")
        }
        section.finish()
        return settings
    }
}
