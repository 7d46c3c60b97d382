// One person's results from several sites on one course: days must count from one infusion, or they are no course.
public import Assay
public import Central
public import Rules

/// A person as the centre judges them.
public struct PersonCourse: Sendable {
    /// By the centre's patients file; else, for the eye alone, by what the sites say where they agree.
    public let patient: Patient
    /// The centre's patients file knows the subject, so the rules are judged and alerts owed.
    public let isKnown: Bool
    public let sites: [SitePerson]
    /// In the order of sites; what counts days from another date is withheld with the reason.
    public let results: [SiteMeasurement]

    public var measurements: [Rules.Measurement] { results.map(\.measurement) }

    /// - Parameter known: the subject's entry at the centre.
    public init(subject: String, known: Patient?, sites: [SitePerson]) {
        self.sites = sites
        isKnown = known != nil
        let told = Set(sites.compactMap(\.infusions).filter { !$0.isEmpty })
        let agreed = told.count == 1 ? told.first?.compactMap { CalendarDate(iso: $0) } : nil
        patient =
            known
            ?? Patient(
                code: subject, infusion: agreed?.first, physician: "",
                further: (agreed ?? []).dropFirst().map { Patient.Infusion(date: $0) })
        let dates = patient.infusions.map(\.date.iso)
        results = sites.flatMap { site in
            let reason = Self.reason(site, dates, centre: known != nil, agreed: told.count < 2)
            return site.results.map { result in
                guard let reason else { return result }
                var result = result
                result.measurement.quantity = result.measurement.quantity.withheld(because: reason)
                return result
            }
        }
    }

    private static func reason(_ site: SitePerson, _ dates: [String], centre: Bool, agreed: Bool) -> String? {
        guard let own = site.infusions, !own.isEmpty else { return nil }
        if !centre {
            return agreed
                ? nil : "The sites count this person's days from different infusions; the centre knows of none."
        }
        guard own != dates else { return nil }
        let here = dates.isEmpty ? "no infusion" : dates.joined(separator: ", ")
        return "\(site.code.site) counts days from \(own.joined(separator: ", ")), the centre from \(here)."
    }

    /// For the sites' eyes: what was measured elsewhere than at this code's site.
    public func elsewhere(than code: SiteCode) -> [(sequence: Int64, value: ElsewhereValue)] {
        results.filter { $0.code != code }.map { ($0.sequence, ElsewhereValue($0)) }
    }
}

extension ElsewhereValue {
    public init(_ result: SiteMeasurement) {
        let measurement = result.measurement
        self.init(
            site: result.code.site, run: result.run.text, target: measurement.target, day: measurement.day,
            started: result.started, copies: measurement.copies, low: measurement.low, high: measurement.high,
            unit: measurement.unit, belowLLOQ: measurement.belowLLOQ, aboveULOQ: measurement.aboveULOQ,
            withheld: measurement.withheld)
    }
}
