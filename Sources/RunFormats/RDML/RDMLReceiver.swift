// Builds an RDMLDocument from one walk over it.
internal import Assay

final class RDMLReceiver: ElementReceiver {
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

    func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes) -> Visit {
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
        case (.rdml, .dateMade), (.rdml, .dateUpdated), (.id, .publisher), (.id, .serialNumber), (.loop, .repeat), (.sample, .description),
            (.quantity, .value), (.quantity, .unit), (.run, .instrument), (.run, .runDate), (.dataCollectionSoftware, .name),
            (.dataCollectionSoftware, .version), (.pcrFormat, .rows), (.pcrFormat, .columns), (.data, .cq), (.data, .excl):
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
            guard document.runs.count < ReadingLimits.runsMax else { return refuse("the file holds more than \(ReadingLimits.runsMax) runs") }
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

    func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.adp, .cyc): cycle = text.number
        case (.mdp, .tmp): temperature = text.number
        case (.adp, .fluor), (.mdp, .fluor): fluorescence = text.number
        case (.data, .adp):
            endPoint {
                $0.cycles.append(cycle ?? .nan); $0.fluorescence.append(fluorescence ?? .nan)
            }
        case (.data, .mdp):
            endPoint {
                $0.temperature.append(temperature ?? .nan); $0.meltFluorescence.append(fluorescence ?? .nan)
            }
        case (.data, .cq):
            measurement.hasCq = true
            measurement.cq = text.number
        case (.data, .excl):
            // Any content excludes, by the specification; "false" is what it warns writers against, and they mean it.
            measurement.excluded = text.string != "false"
        case (.quantity, .value): sampleQuantity = text.number
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
    func closeEarly() { endRun() }

    private func startRoot(_ name: ElementName?, _ attributes: ElementAttributes) -> Visit {
        guard name == .rdml else { return refuse("the document is no RDML") }
        document.version = attributes[.version]
        return .children
    }

    private func endPoint(_ append: (inout RDMLDocument.Measurement) -> Void) {
        points += 1
        guard points <= ReadingLimits.curvePointsMax else {
            refusal = "the curves hold more than \(ReadingLimits.curvePointsMax) points"
            return
        }
        append(&measurement)
    }

    private func endMeasurement() {
        reactions += 1
        guard reactions <= ReadingLimits.reactionsMax else {
            refusal = "a run holds more than \(ReadingLimits.reactionsMax) reactions"
            return
        }
        react?.measurements.append(measurement)
        measurement = RDMLDocument.Measurement()
    }

    private func endReact() {
        if let react { run?.reacts.append(react) }
        react = nil
        if let count = run?.reacts.count, count > ReadingLimits.reactionsMax { refusal = "a run holds more than \(ReadingLimits.reactionsMax) wells" }
    }

    private func endRun() {
        if let run { document.runs.append(run) }
        run = nil
    }

    private func endDeclaration(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.rdml, .sample): endSample()
        case (.rdml, .target): endTarget()
        case (.sample, .description): sample?.description = text.filled
        case (.sample, .type): sample?.types.append((sampleTypeTarget, text.string))
        case (.sample, .quantity): sample?.quantities.append(.init(target: sampleQuantityTarget, value: sampleQuantity, unit: sampleQuantityUnit))
        case (.target, .dyeId): if target?.dye == nil { target?.dye = text.filled }
        default: break
        }
    }

    private func endSample() {
        guard let ended = sample else { return }
        sample = nil
        guard document.samples.count < ReadingLimits.samplesMax else { return refusal = "the file declares more than \(ReadingLimits.samplesMax) samples" }
        if document.samples[ended.id] == nil { document.samples[ended.id] = ended } else { document.repeatedSamples.append(ended.id) }
    }

    private func endTarget() {
        guard let ended = target else { return }
        target = nil
        guard document.targets.count < ReadingLimits.targetsMax else { return refusal = "the file declares more than \(ReadingLimits.targetsMax) targets" }
        if document.targets[ended.id] == nil { document.targets[ended.id] = ended } else { document.repeatedTargets.append(ended.id) }
    }

    private func endDescription(_ name: ElementName, in parent: ElementName?, _ text: ElementText) {
        switch (parent, name) {
        case (.rdml, .dateMade): document.dateMade = text.filled
        case (.rdml, .dateUpdated): document.dateUpdated = text.filled
        case (.id, .publisher): document.publisher = document.publisher ?? text.filled
        case (.id, .serialNumber): document.serial = document.serial ?? text.filled
        case (.loop, .repeat):
            guard let repeats = text.number, (0...Double(AmplificationCurve.cyclesMax)).contains(repeats) else { return }
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

    private func refuse(_ reason: String) -> Visit {
        refusal = reason
        return .skip
    }
}
