// Reads module_data.xml for the wells a person excluded; the rest is window layout.

struct ModuleDataReceiver: ElementReceiver {
    private(set) var data = ModuleData()
    private(set) var refusal: String?
    private var graph = ""
    private var excluded = false

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        switch name {
        case .xmlSettings, .XmlSettings, .layoutManagerUserSettings, .layoutUserSettings, .settings,
            .statisticalDataSource,
            // A melting analysis has exclusions of its own, which say nothing of the amplification.
            .tmCallingDataModel:
            return .skip
        case .absQuantDataSource, .relQuantDataSource:
            graph = ""
            excluded = false
        case .graphId, .excluded: return .text
        default: break
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch name {
        case .graphId: graph = text.string
        case .excluded: excluded = text.isTrue
        case .absQuantDataSource, .relQuantDataSource:
            guard excluded else { return }
            guard data.excluded.count < ReadingLimits.graphsMax else {
                return refusal = "it excludes more than \(ReadingLimits.graphsMax) graphs"
            }
            data.excluded.insert(graph)
        default: break
        }
    }
}
