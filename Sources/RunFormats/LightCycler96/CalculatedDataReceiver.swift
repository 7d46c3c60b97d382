// Reads calculated_data.xml. Half of it are normalised curves, which nobody here needs.
internal import Assay

struct CalculatedDataReceiver: ElementReceiver {
    private(set) var data = CalculatedData()
    private(set) var refusal: String?
    private var react = ""
    private var place: GraphPlace?
    private var row: AnalysisRow?
    private var rowGraph = ""
    private var curve: CalculatedData.Curve?

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        switch name {
        case .normFlour, .trendLinePoints, .statisticalDataSource, .tmCallingDataModel: return .skip
        case .run: data.run = data.run ?? attributes[.id]
        case .react: react = attributes[.id] ?? ""
        case .factGraph: startGraph(attributes)
        case .absQuantDataSource, .relQuantDataSource:
            row = AnalysisRow()
            rowGraph = ""
        case .absQuantGeneSettings: curve = CalculatedData.Curve()
        case .correlationCoefficent, .efficiency, .standardErrorOfEstimate, .yIntercept, .guid:
            return curve == nil ? .skip : .text
        case .slope: return curve == nil && row == nil ? .skip : .text
        case .epf: return row == nil ? .skip : .text
        case .call, .cq, .concentration, .standard, .failureType, .graphId: return .text
        case nil where parent == .factGraph || row != nil: return .skip
        default: break
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.factGraph, .call):
            if let place, let call = InstrumentCall(rawValue: text.string) { data.calls[place] = call }
        case (_, .factGraph): place = nil
        case (_, .absQuantDataSource), (_, .relQuantDataSource): endRow()
        case (_, .graphId): rowGraph = text.string
        case (_, .call): row?.call = InstrumentCall(rawValue: text.string)
        case (_, .cq): row?.cq = text.number
        case (_, .concentration): row?.concentration = text.number
        case (_, .standard): row?.standard = text.number
        case (.absQuantGeneSettings, .slope): curve?.slope = text.number
        case (.absQuantGeneSettings, .yIntercept): curve?.intercept = text.number
        case (.absQuantGeneSettings, .efficiency): curve?.efficiency = text.number
        case (.absQuantGeneSettings, .correlationCoefficent): curve?.r2 = text.number
        case (.absQuantGeneSettings, .standardErrorOfEstimate): curve?.error = text.number
        case (_, .guid): if curve?.graph == nil { curve?.graph = text.string }
        case (_, .absQuantGeneSettings): endCurve()
        case (_, .slope): row?.slope = text.number
        case (_, .epf): row?.endPoint = text.number
        case (_, .failureType): row?.failure = text.filled
        default: break
        }
    }

    private mutating func startGraph(_ attributes: ElementAttributes) {
        guard data.graphs.count < ReadingLimits.graphsMax else {
            refusal = "it holds more than \(ReadingLimits.graphsMax) graphs"
            return
        }
        let found = GraphPlace(react: react, target: attributes[.targetId] ?? "")
        place = found
        guard let id = attributes[.id] else { return }
        if let other = data.graphs[id], other != found {
            data.ambiguousGraphs.insert(id)
        } else {
            data.graphs[id] = found
        }
    }

    private mutating func endCurve() {
        if let curve, curve.slope?.isFinite == true, data.curves.count < ReadingLimits.graphsMax {
            data.curves.append(curve)
        }
        curve = nil
    }

    private mutating func endRow() {
        guard let ended = row else { return }
        row = nil
        guard data.rows.count < ReadingLimits.graphsMax else {
            return refusal = "it holds more than \(ReadingLimits.graphsMax) rows"
        }
        // Absolute and relative analyses may both have a row for a graph.
        if !data.rows[rowGraph, default: AnalysisRow()].merge(ended) { data.contradicted.insert(rowGraph) }
    }
}
