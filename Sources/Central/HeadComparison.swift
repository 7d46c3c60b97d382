// The store's newest record of a site, held against the site's own chain: what to ship next, or why nothing more.

/// A place in a chain: a record's number and digest.
public struct ChainPlace: Hashable, Sendable {
    public let sequence: Int64
    public let digest: String

    public init(sequence: Int64, digest: String) {
        self.sequence = sequence
        self.digest = digest
    }
}

/// The site's journal is not the one that the store holds: nothing is shipped until a person has looked.
public struct Fork: Error, Hashable, Sendable, CustomStringConvertible {
    /// The record at which they part, as far as that is known.
    public let sequence: Int64
    public let sentence: String

    public init(sequence: Int64, sentence: String) {
        self.sequence = sequence
        self.sentence = sentence
    }

    public var description: String { sentence }
}

/// - Parameters:
///   - store: the store's newest record of the site; nil where it holds none.
///   - own: the digest that the own journal has at a place; nil where it ends before.
///   - head: the own newest record.
/// - Returns: the record after which shipping goes on: 0 for all.
public func shippingStart(store: ChainPlace?, head: ChainPlace, own: String?) throws(Fork) -> Int64 {
    guard let store else { return 0 }
    guard let own else {
        throw Fork(
            sequence: store.sequence,
            sentence:
                "The central store holds this site's records up to \(store.sequence), this journal ends at "
                + "\(head.sequence): it was cut off or is an old copy. Nothing more is shipped.")
    }
    guard own == store.digest else {
        throw Fork(
            sequence: store.sequence,
            sentence:
                "Record \(store.sequence) is \(brief(store.digest)) at the central store and \(brief(own)) in this "
                + "journal: this journal was changed, or another one ships under this site's name. Nothing more is "
                + "shipped.")
    }
    return store.sequence
}

/// What lies at the store of a batch that was not all new must be what was sent.
/// - Parameter there: digests at the store, by sequence.
public func compare(_ sent: [ChainPlace], with there: [Int64: String]) throws(Fork) {
    for place in sent where there[place.sequence] != place.digest {
        let held = there[place.sequence].map { "holds \(brief($0))" } ?? "took none"
        throw Fork(
            sequence: place.sequence,
            sentence:
                "Record \(place.sequence): the central store \(held), this journal has \(brief(place.digest)). Nothing "
                + "more is shipped.")
    }
}

/// As much of a digest as people compare.
public func brief(_ digest: String) -> String { String(digest.prefix(12)) }
