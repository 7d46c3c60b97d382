internal import Foundation

/// The measured curves of a run, small enough to stand in its record for as long as that is kept: what a page of the
/// run is drawn from in thirty years. Nothing is lost but the sign of a zero and which NaN a missing point was.
public struct PackedCurves: Hashable, Sendable, Codable {
    /// Amplification and melt of one reaction, as they were exported.
    public struct Reaction: Hashable, Sendable {
        public var amplification: AmplificationCurve?
        public var melt: MeltCurve?
        public init(amplification: AmplificationCurve?, melt: MeltCurve?) {
            self.amplification = amplification
            self.melt = melt
        }
    }
    /// Reactions, one a well of the analysis and in their order.
    public let count: Int
    /// Bits in base64, as `init` writes them.
    public let bits: String

    public static let countMax = 100_000
    /// Of the bits. A plate of real files takes about 40 kB.
    public static let bytesMax = 4_000_000
    private static let firstCycleBits = 16

    /// Nil for what holds no curve, or more than a record may.
    public init?(_ reactions: [Reaction]) {
        guard reactions.count <= Self.countMax,
            reactions.contains(where: { $0.amplification != nil || $0.melt != nil })
        else { return nil }
        var out = BitWriter()
        var neighbours: [[Int64]?] = [nil, nil, nil]
        for reaction in reactions {
            guard Self.fits(reaction), out.bytes.count <= Self.bytesMax else { return nil }
            out.bit(reaction.amplification != nil)
            out.bit(reaction.melt != nil)
            if let curve = reaction.amplification {
                out.bits(UInt64(curve.firstCycle), Self.firstCycleBits)
                neighbours[0] = PackedSeries.write(curve.fluorescence, beside: neighbours[0], to: &out)
            }
            if let melt = reaction.melt {
                neighbours[1] = PackedSeries.write(melt.temperature, beside: neighbours[1], to: &out)
                neighbours[2] = PackedSeries.write(melt.fluorescence, beside: neighbours[2], to: &out)
            }
        }
        guard out.bytes.count <= Self.bytesMax else { return nil }
        count = reactions.count
        bits = Data(out.finished).base64EncodedString()
    }

    private static func fits(_ reaction: Reaction) -> Bool {
        let melt = reaction.melt
        return (0..<1 << firstCycleBits).contains(reaction.amplification?.firstCycle ?? 0)
            && reaction.amplification?.fluorescence.count ?? 0 <= PackedSeries.countMax
            && melt?.temperature.count ?? 0 <= PackedSeries.countMax
            && melt?.fluorescence.count == melt?.temperature.count
    }

    /// Nil where they are damaged, or written by a later version in another way.
    public var reactions: [Reaction]? {
        guard (0...Self.countMax).contains(count), let data = Data(base64Encoded: bits) else { return nil }
        var reader = BitReader([UInt8](data))
        var neighbours: [[Int64]?] = [nil, nil, nil]
        var reactions: [Reaction] = []
        func series(_ kind: Int) -> [Double]? {
            PackedSeries.read(beside: neighbours[kind], from: &reader).map {
                neighbours[kind] = $0.whole
                return $0.values
            }
        }
        for _ in 0..<count {
            guard let hasCurve = reader.bit(), let hasMelt = reader.bit() else { return nil }
            var reaction = Reaction(amplification: nil, melt: nil)
            if hasCurve {
                guard let first = reader.bits(Self.firstCycleBits), let values = series(0) else { return nil }
                reaction.amplification = AmplificationCurve(fluorescence: values, firstCycle: Int(first))
            }
            if hasMelt {
                guard let temperature = series(1), let fluorescence = series(2),
                    temperature.count == fluorescence.count
                else { return nil }
                reaction.melt = MeltCurve(temperature: temperature, fluorescence: fluorescence)
            }
            reactions.append(reaction)
        }
        return reactions
    }
}
