// Reads app_data.xml.

struct AppDataReceiver: ElementReceiver {
    private(set) var data = AppData()
    private(set) var refusal: String?
    private var react = ""

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        switch name {
        case .target:
            if attributes[.isDefined] == "false", let id = attributes[.id],
                data.undefinedTargets.count < ReadingLimits.targetsMax
            {
                data.undefinedTargets.insert(id)
            }
        case .run: data.run = data.run ?? attributes[.id]
        case .react: react = attributes[.id] ?? ""
        case .factGraph: addGraph(attributes)
        default: break
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {}

    private mutating func addGraph(_ attributes: ElementAttributes) {
        guard data.graphs.count < ReadingLimits.graphsMax else {
            refusal = "it holds more than \(ReadingLimits.graphsMax) graphs"
            return
        }
        let place = GraphPlace(react: react, target: attributes[.targetId] ?? "")
        if let id = attributes[.id] {
            if let other = data.graphs[id], other != place {
                data.ambiguousGraphs.insert(id)
            } else {
                data.graphs[id] = place
            }
        }
        if let concentration = attributes[.geneConcentration].flatMap({ decimalNumber($0) }) {
            data.concentrations[place] = concentration
        }
    }
}
