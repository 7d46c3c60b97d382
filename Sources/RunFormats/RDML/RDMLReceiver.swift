// Builds an RDMLDocument from one walk over it.
internal import Assay

struct RDMLReceiver: ElementReceiver {
    private(set) var document = RDMLDocument()
    private(set) var refusal: String?

    private var experiment = ""
    private var sample: RDMLDocument.Sample?
    private var sampleTypeTarget: String?
    private var sampleQuantityTarget: String?
    private var sampleQuantity: Double?
    private var sampleQuantityUnit: String?
    private var target: RDMLDocument.Target?
    private var run: RDMLDocument.Run?
    private var react: RDMLDocument.React?
    private var measurement = RDMLDocument.Measurement()
    private var cycle: Double?
    private var temperature: Double?
    private var fluorescence: Double?
    private var points = 0
    private var reactions = 0

    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    {
        guard depth > 0 else { return startRoot(name, attributes) }
        switch (parent, name) {
        case (.data, .adp), (.data, .mdp):
            cycle = nil
            temperature = nil
            fluorescence = nil
            return .children
        case (.adp, .cyc), (.adp, .fluor), (.mdp, .tmp), (.mdp, .fluor): return .text
        case (.rdml, .id), (.rdml, .thermalCyclingConditions), (.thermalCyclingConditions, .step), (.step, .loop),
            (.run, .dataCollectionSoftware), (.run, .pcrFormat):
            return .children
        case (.rdml, .dateMade), (.rdml, .dateUpdated), (.id, .publisher), (.id, .serialNumber), (.loop, .repeat),
            (.sample, .description),
            (.quantity, .value), (.quantity, .unit), (.run, .instrument), (.run, .runDate),
            (.dataCollectionSoftware, .name),
            (.dataCollectionSoftware, .version), (.pcrFormat, .rows), (.pcrFormat, .columns), (.data, .cq),
            (.data, .excl):
            return .text
        case (.rdml, .sample): sample = RDMLDocument.Sample(id: attributes[.id] ?? "")
        case (.sample, .type):
            sampleTypeTarget = attributes[.targetId]
            return .text
        case (.sample, .quantity), (.data, .quantity):
            sampleQuantityTarget = attributes[.targetId]
            sampleQuantity = nil
            sampleQuantityUnit = nil
        case (.rdml, .target): target = RDMLDocument.Target(id: attributes[.id] ?? "")
        case (.target, .dyeId):
            // An attribute since 1.1, text before.
            if let dye = attributes[.id] { target?.dye = dye }
            return .text
        case (.rdml, .experiment): experiment = attributes[.id] ?? ""
        case (.experiment, .run):
            guard document.runs.count < ReadingLimits.runsMax else {
                return refuse("the file holds more than \(ReadingLimits.runsMax) runs")
            }
            run = RDMLDocument.Run(experiment: experiment, id: attributes[.id] ?? "")
            reactions = 0
        case (.run, .react): react = RDMLDocument.React(id: attributes[.id] ?? "")
        case (.react, .sample):
            react?.sample = attributes[.id]
            return .skip
        case (.react, .data): measurement = RDMLDocument.Measurement()
        case (.data, .tar):
            measurement.target = attributes[.id]
            return .skip
        default: return .skip
        }
        return .children
    }

    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.adp, .cyc): cycle = number(text)
        case (.mdp, .tmp): temperature = number(text)
        case (.adp, .fluor), (.mdp, .fluor): fluorescence = number(text)
        case (.data, .adp):
            guard countsPoint() else { return }
            measurement.cycles.append(cycle ?? .nan)
            measurement.fluorescence.append(fluorescence ?? .nan)
        case (.data, .mdp):
            guard countsPoint() else { return }
            measurement.temperature.append(temperature ?? .nan)
            measurement.meltFluorescence.append(fluorescence ?? .nan)
        case (.data, .cq):
            measurement.cq = number(text)
            measurement.saysNoCq = measurement.cq == nil && NoCq.isMeant(by: text.string)
        case (.data, .excl):
            // Any content excludes, by the specification; "false" is what it warns writers against, and they mean it.
            measurement.excluded = text.string != "false"
        case (.quantity, .value): sampleQuantity = number(text)
        case (.quantity, .unit): sampleQuantityUnit = text.filled
        case (.data, .quantity): measurement.quantity = sampleQuantity
        case (.react, .data): endMeasurement()
        case (.run, .react): endReact()
        case (.experiment, .run): endRun()
        case (.rdml, .sample), (.rdml, .target), (.sample, _), (.target, _): endDeclaration(name, in: parent, text)
        default: endDescription(name, in: parent, text)
        }
    }

    /// Takes what a document that broke off had told so far: whole reactions only.
    mutating func closeEarly() { endRun() }

    private mutating func number(_ text: ElementText) -> Double? { decimalNumber(text.bytes, marks: &document.marks) }

    /// The walk's refusal of XML of another kind.
    static let foreignRoot = "the document is no RDML"

    private mutating func startRoot(_ name: ElementName?, _ attributes: ElementAttributes) -> Visit {
        guard name == .rdml else { return refuse(Self.foreignRoot) }
        document.version = attributes[.version]
        return .children
    }

    private mutating func countsPoint() -> Bool {
        points += 1
        if points > ReadingLimits.curvePointsMax {
            refusal = "the curves hold more than \(ReadingLimits.curvePointsMax) points"
        }
        return points <= ReadingLimits.curvePointsMax
    }

    private mutating func endMeasurement() {
        reactions += 1
        guard reactions <= ReadingLimits.reactionsMax else {
            refusal = "a run holds more than \(ReadingLimits.reactionsMax) reactions"
            return
        }
        react?.measurements.append(measurement)
        measurement = RDMLDocument.Measurement()
    }

    private mutating func endReact() {
        if let react { run?.reacts.append(react) }
        react = nil
        if let count = run?.reacts.count, count > ReadingLimits.reactionsMax {
            refusal = "a run holds more than \(ReadingLimits.reactionsMax) wells"
        }
    }

    private mutating func endRun() {
        if let run { document.runs.append(run) }
        run = nil
    }

    private mutating func endDeclaration(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.rdml, .sample): endSample()
        case (.rdml, .target): endTarget()
        case (.sample, .description): sample?.description = text.filled
        case (.sample, .type): sample?.types.append((sampleTypeTarget, text.string))
        case (.sample, .quantity):
            sample?.quantities.append(
                .init(target: sampleQuantityTarget, value: sampleQuantity, unit: sampleQuantityUnit))
        case (.target, .dyeId): if target?.dye == nil { target?.dye = text.filled }
        default: break
        }
    }

    private mutating func endSample() {
        guard let ended = sample else { return }
        sample = nil
        guard document.samples.count < ReadingLimits.samplesMax else {
            return refusal = "the file declares more than \(ReadingLimits.samplesMax) samples"
        }
        if document.samples[ended.id] == nil {
            document.samples[ended.id] = ended
        } else if document.repeatedSamples.count < ReadingLimits.samplesMax {
            document.repeatedSamples.append(ended.id)
        }
    }

    private mutating func endTarget() {
        guard let ended = target else { return }
        target = nil
        guard document.targets.count < ReadingLimits.targetsMax else {
            return refusal = "the file declares more than \(ReadingLimits.targetsMax) targets"
        }
        if document.targets[ended.id] == nil {
            document.targets[ended.id] = ended
        } else if document.repeatedTargets.count < ReadingLimits.targetsMax {
            document.repeatedTargets.append(ended.id)
        }
    }

    private mutating func endDescription(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.rdml, .dateMade): document.dateMade = text.filled
        case (.rdml, .dateUpdated): document.dateUpdated = text.filled
        case (.id, .publisher): document.publisher = document.publisher ?? text.filled
        case (.id, .serialNumber): document.serial = document.serial ?? text.filled
        case (.loop, .repeat):
            guard let repeats = text.number, (0...Double(AmplificationCurve.cyclesMax)).contains(repeats) else {
                return
            }
            document.programmedCycles = max(document.programmedCycles, Int(repeats) + 1)
        case (.run, .instrument): run?.instrument = text.filled
        case (.run, .runDate): run?.date = text.filled
        case (.dataCollectionSoftware, .name): run?.softwareName = text.filled
        case (.dataCollectionSoftware, .version): run?.softwareVersion = text.filled
        case (.pcrFormat, .rows): run?.rows = text.number.flatMap { Int(exactly: $0) }
        case (.pcrFormat, .columns): run?.columns = text.number.flatMap { Int(exactly: $0) }
        default: break
        }
    }

    private mutating func refuse(_ reason: String) -> Visit {
        refusal = reason
        return .skip
    }
}
