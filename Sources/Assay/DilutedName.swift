/// What the name of a diluted sample says: "P01 D14 1:10" is a tenfold dilution of "P01 D14".
public struct DilutedName: Hashable, Sendable {
    /// The name of the neat sample.
    public let neat: String
    /// How many times it was diluted; more than 1.
    public let factor: Double

    /// A steeper dilution than this is a typing error.
    public static let factorMax = 1e6

    /// Nil for a name that does not end in "1:N" or "1/N" behind a blank, `_` or `-`.
    public init?(_ name: String) {
        let name = name.prefix(SampleNaming.nameLengthMax)
        guard let mark = name.lastIndex(where: { $0 == ":" || $0 == "/" }) else { return nil }
        let digits = name[name.index(after: mark)...].reversed().drop { $0 == " " }.reversed()
        let head = name[..<mark].dropLast()
        guard name[..<mark].last == "1", let gap = head.last, " _-\t".contains(gap), !digits.isEmpty,
            digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let factor = Double(String(digits)), factor > 1, factor <= Self.factorMax
        else { return nil }
        let neat = String(head.reversed().drop { " _-\t".contains($0) }.reversed())
        guard !neat.isEmpty else { return nil }
        self.neat = neat
        self.factor = factor
    }
}
