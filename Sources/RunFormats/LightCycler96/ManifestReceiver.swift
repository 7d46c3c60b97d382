// Reads manifest.xml and instrument_data.xml: a handful of values each.

final class ManifestReceiver: ElementReceiver {
    private(set) var manifest = Manifest()
    private(set) var refusal: String?

    func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes) -> Visit {
        if depth == 0, name != .lc96manifest { refusal = "it is no manifest of a LightCycler 96" }
        if name == .experiment {
            manifest.hashkey = manifest.hashkey ?? attributes[.hashkey]
            if attributes[.analysisPresent] == "false" { manifest.analysed = false }
            manifest.dateUpdated = manifest.dateUpdated ?? attributes[.dateUpdated]
        }
        return .children
    }

    func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {}
}

/// Start times by run id.
final class InstrumentDataReceiver: ElementReceiver {
    private(set) var startTimes: [String: String] = [:]
    let refusal: String? = nil
    private var run = ""

    func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes) -> Visit {
        switch name {
        case .measurementData: run = attributes[.runId] ?? ""
        case .startTime: return .text
        case .measurements: return .skip
        default: break
        }
        return .children
    }

    func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        guard name == .startTime, startTimes.count < ReadingLimits.runsMax else { return }
        startTimes[run] = startTimes[run] ?? text.filled
    }
}
