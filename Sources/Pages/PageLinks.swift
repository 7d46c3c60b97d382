/// Which other pages lie beside this one. A link is only made to what is there.
public struct PageLinks: Sendable {
    public var hasIndex: Bool
    /// Codes of the patients that have a page.
    public var patients: Set<String>
    /// The page of each run by the run's id; ids that two runs claim are left out.
    public var runs: [String: String]

    public init(hasIndex: Bool = false, patients: Set<String> = [], runs: [String: String] = [:]) {
        self.hasIndex = hasIndex
        self.patients = patients
        self.runs = runs
    }

    /// Pages of runs by the run's id, for `runs`.
    public static func byID(_ pages: [(id: String, name: String)]) -> [String: String] {
        Dictionary(grouping: pages, by: \.id).compactMapValues { $0.count == 1 ? $0[0].name : nil }
    }

    func patient(_ code: String?) -> HTML {
        guard let code else { return .none }
        return patients.contains(code)
            ? .element("a", [Attribute("href", PageName.patient(code))], HTML(code)) : name(code)
    }

    func run(_ id: String) -> HTML {
        runs[id].map {
            .element("a", [Attribute("href", $0), .title("run \(bounded(id, 200))")], HTML(bounded(id, 12)))
        } ?? name(id, max: 12)
    }

    var top: HTML { hasIndex ? .element("a", [Attribute("href", PageName.index)], "All runs and patients") : .none }
}
