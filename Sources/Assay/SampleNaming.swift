// Turns the name a technician typed into a patient code and a sampling day, by the laboratory's own pattern. Names are
// hostile input and patterns are only as good as their author: both are bounded, and so is the work of matching.
import Foundation

/// Reads a sample's name by a regular expression with the named groups `patient`, and optionally `day` and `date`.
public struct SampleNaming: Sendable {
    /// A study code, then a day (`D14`, `D-7`, `d014`, `Day 14`) or an ISO date, between them blanks, `_` or `-`:
    /// `P01 D14`, `P01_D14`, `P01-D014`, `P01 2026-05-14`.
    public static let defaultPattern =
        "(?<patient>[A-Za-z0-9._-]{1,32}?)[\\s_-]+(?:[Dd](?:[Aa][Yy])?\\s?(?<day>[-+]?[0-9]{1,4})|(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2}))"

    /// A longer name matches nothing.
    public static let nameLengthMax = 128
    public static let patternLengthMax = 1000
    /// Days before or after an infusion beyond this are a typing error.
    public static let dayMax = 36_525
    /// Matching one name ends after so many of ICU's progress reports (about 2·10^5 steps together), found or not.
    private static let progressReportsMax = 20

    public let pattern: String
    private let expression: NSRegularExpression
    private let hasDay: Bool
    private let hasDate: Bool

    /// The pattern of the built-in defaults.
    public init() {
        do { try self.init(pattern: Self.defaultPattern) } catch {
            preconditionFailure("the default pattern is part of the program: \(error)")
        }
    }

    public init(pattern: String) throws(SampleNamingFault) {
        guard pattern.utf8.count <= Self.patternLengthMax else {
            throw SampleNamingFault("The sample pattern is longer than \(Self.patternLengthMax) bytes; shorten it.")
        }
        guard pattern.contains("(?<patient>") else {
            throw SampleNamingFault(
                "The sample pattern has no group (?<patient>…), so no sample could find its patient; add it.")
        }
        do {
            expression = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        } catch {
            throw SampleNamingFault(
                "The sample pattern is no valid regular expression; check its brackets and named groups: \(pattern)")
        }
        self.pattern = pattern
        hasDay = pattern.contains("(?<day>")
        hasDate = pattern.contains("(?<date>")
    }

    /// Whose sample it is and when it was taken; nil where the name does not match or names no possible study code. A
    /// date that is no date of the calendar, or a day out of bounds, leaves the sampling unstated.
    public func label(of name: String) -> SampleLabel? {
        guard name.utf16.count <= Self.nameLengthMax else { return nil }
        let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let match = firstMatch(in: trimmed), let patient = group("patient", of: match, in: trimmed),
            Patient.isCode(patient)
        else {
            return nil
        }
        if hasDay, let text = group("day", of: match, in: trimmed) {
            guard let day = Int(text), abs(day) <= Self.dayMax else {
                return SampleLabel(patient: patient, sampling: .unstated)
            }
            return SampleLabel(patient: patient, sampling: .day(day))
        }
        if hasDate, let text = group("date", of: match, in: trimmed), let date = CalendarDate(iso: text) {
            return SampleLabel(patient: patient, sampling: .date(date))
        }
        return SampleLabel(patient: patient, sampling: .unstated)
    }

    private func firstMatch(in text: String) -> NSTextCheckingResult? {
        var found: NSTextCheckingResult?
        var reports = 0
        expression.enumerateMatches(in: text, options: .reportProgress, range: NSRange(text.startIndex..., in: text)) {
            result, _, stop in
            if let result { found = result }
            reports += 1
            if result != nil || reports >= Self.progressReportsMax { stop.pointee = true }
        }
        return found
    }

    private func group(_ name: String, of match: NSTextCheckingResult, in text: String) -> String? {
        Range(match.range(withName: name), in: text).map { String(text[$0]) }
    }
}

extension SampleNaming: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.pattern == b.pattern }
    public func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}

/// Why a sample pattern cannot be used, as a sentence for the person who wrote the configuration.
public struct SampleNamingFault: Error, Hashable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
