// Which person of the study a site's code means. A code that nobody has mapped is that site's own: two sites may well have
// a "P01" each, and their values must never meet on one course.

/// One site's code.
public struct SiteCode: Hashable, Sendable, Comparable {
    public let site: String
    public let patient: String

    public init(site: String, patient: String) {
        self.site = site
        self.patient = patient
    }

    public static func < (one: SiteCode, other: SiteCode) -> Bool {
        (one.site, one.patient) < (other.site, other.patient)
    }
}

public enum SubjectAnswer: Hashable, Sendable {
    /// The codes whose values are one person's.
    case person([SiteCode])
    case unknown
    /// Several sites have the code, and nobody has said whether they mean one person.
    case ambiguous([SiteCode])
}

/// - Parameters:
///   - subject: of the study; or a site's code, where one site alone has it; or `site/code`.
///   - mapped: codes that were said to mean the subject, by the newest mapping of each.
///   - unmapped: codes of the subject's own name that nobody has mapped.
///   - studyCodes: the sites use the study's own numbers: one code is one person wherever it stands.
public func person(_ subject: String, mapped: [SiteCode], unmapped: [SiteCode], studyCodes: Bool) -> SubjectAnswer {
    if studyCodes || mapped.isEmpty && unmapped.count == 1 {
        let all = Set(mapped + unmapped).sorted()
        return all.isEmpty ? .unknown : .person(all)
    }
    if mapped.isEmpty { return unmapped.isEmpty ? .unknown : .ambiguous(unmapped.sorted()) }
    // A mapped subject and a site's own code of the same name: somebody has to say.
    return unmapped.isEmpty ? .person(mapped.sorted()) : .ambiguous((mapped + unmapped).sorted())
}
