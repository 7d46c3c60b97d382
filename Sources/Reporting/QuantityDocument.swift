internal import Assay

/// A quantity in a document. Every field is always written, `null` where there is none.
public struct QuantityDocument: Codable, Hashable, Sendable {
    @OrNull public var copies: Double?
    @OrNull public var low: Double?
    @OrNull public var high: Double?
    public var unit: String
    @OrNull public var lloq: Double?
    @OrNull public var uloq: Double?
    public var belowLLOQ: Bool
    public var aboveULOQ: Bool

    enum CodingKeys: String, CodingKey {
        case copies, low, high, unit, lloq, uloq
        case belowLLOQ = "below_lloq"
        case aboveULOQ = "above_uloq"
    }

    init(_ quantity: Quantity) {
        unit = quantity.unit
        belowLLOQ = quantity.belowLLOQ
        aboveULOQ = quantity.aboveULOQ
        _copies = OrNull(wrappedValue: quantity.copies)
        _low = OrNull(wrappedValue: quantity.low)
        _high = OrNull(wrappedValue: quantity.high)
        _lloq = OrNull(wrappedValue: quantity.lloq)
        _uloq = OrNull(wrappedValue: quantity.uloq)
    }
}
