// `samples`: how sample names are read, and whether result tables are believed.
internal import Assay

enum SamplesSection {
    enum Tables: String, CaseIterable { case trusted, withheld }

    static func read(_ section: Section, folder: String) -> SampleSettings {
        var settings = SampleSettings()
        if let entry = section.entry("pattern"), let pattern = section.text(entry) {
            do {
                settings.naming = try SampleNaming(pattern: pattern)
            } catch {
                section.fault(
                    entry, "the pattern cannot be used: \(error)",
                    fix:
                        "correct it, or remove the key for the default, which reads P01 D14, P01_D14, P01-D014 and "
                        + "P01 2026-05-14"
                )
            }
        }
        if let tables = section.entry("tables").flatMap({ section.choice($0, Tables.self) }) {
            settings.tablesTrusted = tables == .trusted
        }
        settings.concentrationsPath = section.entry("concentrations").flatMap { section.path($0, in: folder) }
        section.finish()
        return settings
    }
}
