/// An amount with its 95 % interval, in whatever unit it stands beside. A bound is nil where the data cannot bound it.
public struct Estimate: Hashable, Sendable {
    public var value: Double
    public var low: Double?
    public var high: Double?

    public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// In another unit, of which one of these makes `factor`.
    public func times(_ factor: Double) -> Estimate {
        Estimate(value * factor, low: low.map { $0 * factor }, high: high.map { $0 * factor })
    }
}

/// How much of a target there is: one of four states, in one unit. What the states cannot say cannot be written: there
/// is no value without a unit, nothing below or above a limit that is not known, and no value that is withheld can be
/// taken for one that counts.
public struct Quantity: Hashable, Sendable {
    /// Where the true amount lies.
    public enum Reading: Hashable, Sendable {
        case quantified(Estimate)
        /// Between nothing and this limit of quantification.
        case belowLLOQ(Double)
        /// Above this limit.
        case aboveULOQ(Double)
    }
    public enum State: Hashable, Sendable {
        case measured(Reading)
        /// Why, a sentence each, at least one. What was read all the same is for the eye, beside the reasons.
        case withheld([String], seen: Reading?)
        /// None was asked for: a control without template, a reference gene without standards.
        case notQuantified
    }

    public let unit: String
    /// Limits of quantification in `unit`; from 0 where there is no lower one, to infinity where there is no upper one.
    public let limits: ClosedRange<Double>
    public let state: State

    /// No limit is known.
    public static let unlimited = 0...Double.infinity

    /// - Parameters:
    ///   - reading: a limit it names is also that of `limits`.
    ///   - reasons: why it is withheld; none where it counts.
    public init(
        _ reading: Reading?, limits: ClosedRange<Double> = unlimited, unit: String, withheld reasons: [String] = []
    ) {
        self.unit = unit
        switch reading {
        case .belowLLOQ(let lloq): self.limits = lloq...max(lloq, limits.upperBound)
        case .aboveULOQ(let uloq): self.limits = min(uloq, limits.lowerBound)...uloq
        case .quantified, nil: self.limits = limits
        }
        state = reasons.isEmpty ? reading.map(State.measured) ?? .notQuantified : .withheld(reasons, seen: reading)
    }

    /// The reading that counts; nil where there is none or it is withheld.
    public var reading: Reading? { if case .measured(let reading) = state { reading } else { nil } }

    /// What was read, withheld or not.
    public var seen: Reading? {
        switch state {
        case .measured(let reading): reading
        case .withheld(_, let seen): seen
        case .notQuantified: nil
        }
    }

    /// Why it is withheld, a sentence each; empty where it is not.
    public var reasons: [String] { if case .withheld(let reasons, _) = state { reasons } else { [] } }

    /// The same with one reason more to withhold it.
    public func withheld(because reason: String) -> Quantity {
        Quantity(seen, limits: limits, unit: unit, withheld: reasons + [reason])
    }
}

/// The state as the fields of records and documents have it, withheld or not.
extension Quantity {
    public var copies: Double? { if case .quantified(let estimate) = seen { estimate.value } else { nil } }
    /// The interval that the true amount lies in: [0, LLOQ] below the one limit, [ULOQ, ∞) above the other.
    public var low: Double? { seen?.low }
    public var high: Double? { seen?.high }
    public var lloq: Double? { limits.lowerBound > 0 ? limits.lowerBound : nil }
    public var uloq: Double? { limits.upperBound < .infinity ? limits.upperBound : nil }
    public var belowLLOQ: Bool { if case .belowLLOQ = seen { true } else { false } }
    public var aboveULOQ: Bool { if case .aboveULOQ = seen { true } else { false } }
    public var valid: Bool { reasons.isEmpty }
}

extension Quantity.Reading {
    /// The value, or the limit that it lies beyond.
    public var level: Double {
        switch self {
        case .quantified(let estimate): estimate.value
        case .belowLLOQ(let limit), .aboveULOQ(let limit): limit
        }
    }

    public var low: Double? {
        switch self {
        case .quantified(let estimate): estimate.low
        case .belowLLOQ: 0
        case .aboveULOQ(let uloq): uloq
        }
    }

    public var high: Double? {
        switch self {
        case .quantified(let estimate): estimate.high
        case .belowLLOQ(let lloq): lloq
        case .aboveULOQ: nil
        }
    }
}
