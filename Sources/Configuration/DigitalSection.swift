// `assay.digital`: volumes and limits of digital PCR.
internal import Assay

enum DigitalSection {
    static var keys: [SettingKey<DigitalSettings>] {
        [
            .number(
                "partitionVolume", \.partitionNanolitres, 0.01...100,
                "a partition's volume, nl; empty: what the file's own concentrations were computed with"),
            .number(
                "reactionVolume", \.reactionMicrolitres, 0.1...1000, "the whole reaction, ul; needed for copies/ul gDNA"
            ),
            .number("templateVolume", \.templateMicrolitres, 0.01...1000, "gDNA in it, ul; needed for copies/ul gDNA"),
            .integer("acceptedMin", \.acceptedMin, 100...1_000_000, "accepted partitions of a well that counts"),
            .integer("positivesMin", \.positivesMin, 1...1000, "positive partitions of a sample that make a quantity"),
            .integer(
                "ntcPositivesMax", \.ntcPositivesMax, 0...1000, "positive partitions tolerated in a no-template control"
            ),
            .integer(
                "referencePositivesMin", \.referencePositivesMin, 0...1_000_000,
                "positive partitions of the reference gene that show enough DNA"),
            .number(
                "bridgingFactor", \.bridgingFactor, 1e-3...1e3,
                "copies by digital x this = copies by real-time PCR, from a study of one's own; 1: not bridged"),
        ]
    }

    static func read(_ section: Section) -> DigitalSettings {
        var settings = DigitalSettings()
        section.read(keys, into: &settings)
        section.finish()
        return settings
    }
}
