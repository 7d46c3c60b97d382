// Reads manifest.xml and instrument_data.xml: a handful of values each.

struct ManifestReceiver: ElementReceiver {
    private(set) var manifest = Manifest()
    private(set) var refusal: String?

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        if depth == 0, name != .lc96manifest { refusal = "it is no manifest of a LightCycler 96" }
        if name == .experiment {
            manifest.hashkey = manifest.hashkey ?? attributes[.hashkey]
            if attributes[.analysisPresent] == "false" { manifest.analysed = false }
            manifest.dateUpdated = manifest.dateUpdated ?? attributes[.dateUpdated]
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {}
}

/// Start, end and reading times by run id.
struct InstrumentDataReceiver: ElementReceiver {
    private(set) var times: [String: ReadingTimes] = [:]
    let refusal: String? = nil
    private var run = ""
    private var programme = ""
    private var cycle: Int?

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        switch name {
        case .measurementData: run = attributes[.runId] ?? ""
        case .program: programme = attributes[.id] ?? ""
        case .measurementTime:
            cycle = attributes[.cycle].flatMap { Int($0) }
            return .text
        case .startTime, .endTime: return .text
        default: break
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        guard times[run] != nil || times.count < ReadingLimits.runsMax else { return }
        switch name {
        case .startTime: times[run, default: ReadingTimes()].start = times[run]?.start ?? text.filled
        case .endTime: times[run, default: ReadingTimes()].end = times[run]?.end ?? text.filled
        case .measurementTime:
            if let seconds = text.number {
                times[run, default: ReadingTimes()].add(seconds, programme: programme, cycle: cycle)
            }
        default: break
        }
    }
}
