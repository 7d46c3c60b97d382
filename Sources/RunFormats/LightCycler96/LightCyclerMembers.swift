// What the members of a LightCycler 96 container say beside the RDML document, each read in one walk.
internal import Assay

/// One fluorescence graph: one target in one well. Graph ids are copied from template to plate to plate, so they join
/// within one file only.
struct GraphPlace: Hashable {
    let react: String
    let target: String
}

/// A row of the vendor's analysis: what its result table shows. Empty for an excluded graph.
struct AnalysisRow: Hashable {
    var call: InstrumentCall?
    var cq: Double?
    var concentration: Double?
    var standard: Double?
    var failure: String?
    var endPoint: Double?
    var slope: Double?

    /// Fills what this row leaves open; false where both speak and differ.
    mutating func merge(_ other: AnalysisRow) -> Bool {
        func differ<T: Equatable>(_ a: T?, _ b: T?) -> Bool { a != nil && b != nil && a != b }
        let agrees = !differ(call, other.call) && !differ(cq, other.cq) && !differ(concentration, other.concentration)
        call = call ?? other.call
        cq = cq ?? other.cq
        concentration = concentration ?? other.concentration
        standard = standard ?? other.standard
        failure = failure ?? other.failure
        endPoint = endPoint ?? other.endPoint
        slope = slope ?? other.slope
        return agrees
    }
}

struct LightCyclerMembers {
    static let documentName = "rdml_data.xml"
    static let manifestName = "manifest.xml"
    static let moduleName = "module_data.xml"
    static let calculatedName = "calculated_data.xml"
    /// In the order in which the manifest's digest runs over them.
    static let digestedNames = ["app_data.xml", calculatedName, "instrument_data.xml", moduleName, documentName]

    var document = RDMLDocument()
    var app = AppData()
    var calculated = CalculatedData()
    var module = ModuleData()
    /// By run id.
    var times: [String: ReadingTimes] = [:]
    var manifest: Manifest?
    /// Members that are not there, or broke off.
    var missing: [String] = []
    var damaged: [(name: String, reason: String)] = []

    init() {}

    func lacks(_ name: String) -> Bool { missing.contains(name) || damaged.contains { $0.name == name } }

    /// A document torn out of its container.
    init(loneDocument document: RDMLDocument) {
        self.document = document
        missing = Self.digestedNames.filter { $0 != Self.documentName } + [Self.manifestName]
    }
}

/// manifest.xml: digest and time of the last save.
struct Manifest {
    var hashkey: String?
    var dateUpdated: String?
    /// False for a run that the vendor's software has not analysed yet: then it has no calculated data.
    var analysed = true
}

/// app_data.xml: concentrations of standards and which genes are defined.
struct AppData {
    var run: String?
    var graphs: [String: GraphPlace] = [:]
    var concentrations: [GraphPlace: Double] = [:]
    var undefinedTargets: Set<String> = []
    /// Graph ids that stand for two places: no row can be joined by them.
    var ambiguousGraphs: Set<String> = []
}

/// calculated_data.xml: calls of all graphs, rows of the analyses.
struct CalculatedData {
    /// The standard curve of one gene, and the graph of one of its wells.
    struct Curve {
        var slope, intercept, efficiency, r2, error: Double?
        var graph: String?
    }
    var curves: [Curve] = []
    var run: String?
    var graphs: [String: GraphPlace] = [:]
    var calls: [GraphPlace: InstrumentCall] = [:]
    var rows: [String: AnalysisRow] = [:]
    /// Graphs whose rows differ between two analyses: the first one counts.
    var contradicted: Set<String> = []
    var ambiguousGraphs: Set<String> = []

    /// The vendor leaves the row of an excluded graph empty: the second-best witness where module_data is lost.
    var emptyRows: Set<String> { Set(rows.filter { $0.value == AnalysisRow() }.keys) }
}

/// module_data.xml: what a person excluded, by graph id. (`isExcluded` of app_data stays false even then.)
struct ModuleData {
    var excluded: Set<String> = []
}
