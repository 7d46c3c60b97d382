// Whose a sample is, and whether its value may reach the patient rules.
public import Assay
public import Laboratory
import Text

/// What the configuration, the sample's name and the run's date say of one sample.
public struct Attribution: Hashable, Sendable, Codable {
    /// Study code; nil where the name carries none that the patients file knows.
    public var patient: String?
    /// Sampling day after the infusion, from the sample's name, never from the run's date.
    public var day: Int?
    /// Why the value may not reach the patient rules, in sentences; nil where it may.
    public var withheld: String?
    /// The laboratory must hear of it (R10): false for references, controls, and where the run's own finding says it.
    public var toLaboratory: Bool

    public init(patient: String?, day: Int?, withheld: String?, toLaboratory: Bool) {
        self.patient = patient
        self.day = day
        self.withheld = withheld
        self.toLaboratory = toLaboratory
    }
}

/// Attributes every sample of a run, in order. Pure: the same run, context and verdict always give the same answer.
/// - Parameter verdict: what the laboratory's history says of the run; empty where it is not held against it.
/// - Parameter adjustment: what persons decided about the run.
public func attributions(
    of run: RunAnalysis, context: RuleContext, verdict: LaboratoryVerdict = LaboratoryVerdict(),
    adjustment: RunAdjustment = RunAdjustment()
) -> [Attribution] {
    if let voided = adjustment.voided {
        return run.samples.map { _ in
            Attribution(patient: nil, day: nil, withheld: stopped(voided), toLaboratory: false)
        }
    }
    let run = run.held(against: verdict).accepted(by: adjustment, acceptBy: context.acceptBy)
    let late = lateSamples(of: run, verdict)
    return run.samples.map { attribute($0, in: run, late: late, context: context, adjustment: adjustment) }
}

func attribute(
    _ sample: SampleAnalysis, in run: RunAnalysis, late: [SampleIdentity: String] = [:], context: RuleContext,
    adjustment: RunAdjustment = RunAdjustment()
) -> Attribution {
    if let aside = notForPatients(sample, in: run, context) {
        return Attribution(patient: nil, day: nil, withheld: aside, toLaboratory: false)
    }
    var reasons: [String] = []
    if isControl(sample, in: run) {
        reasons.append("The plate marks its wells as a standard or control, not as a sample.")
    }
    let owner = adjustment.owner(of: sample.name).flatMap { owner in
        context.patients[owner.patient].map { (patient: $0, day: owner.day) }
    }
    let patient = owner?.patient ?? sample.label.flatMap { context.patients[$0.patient] }
    let sampling = owner == nil ? patient.flatMap { samplingDay(sample.label, of: $0, in: run, context: context) } : nil
    let day = owner?.day ?? sampling?.day
    if owner != nil {
        // A person's word stands for the name's.
    } else if let identity = identityFault(sample, patient: patient, day: day, sampling?.fault, context) {
        reasons.append(identity)
    } else if let fault = sampling?.fault {
        reasons.append(fault)
    }
    if run.format == .table || run.format == .digital, !context.tablesTrusted {
        reasons.append("A result table has no run identity; its values are used only with samples.tables: trusted.")
    }
    let isAccepted = run.critical.isEmpty && adjustment.accepts(sample.name, by: context.acceptBy)
    let isFailed = run.qualityStatus == .fail && !isAccepted
    if !isFailed {
        let isNamed = isAccepted && adjustment.names(sample.name)
        reasons += valueFaults(sample, isAccepted: isNamed, context: context)
        if !isNamed, let late = late[SampleIdentity(sample)] { reasons.append(late) }
    }
    // The run's own finding tells the laboratory of a failed run and of what it did to the values.
    let toLaboratory = !reasons.isEmpty
    if isFailed {
        reasons.insert("The run failed its quality control.", at: 0)
    }
    return Attribution(
        patient: patient?.code, day: day, withheld: reasons.isEmpty ? nil : reasons.joined(separator: " "),
        toLaboratory: toLaboratory)
}

/// Why a sample is no patient's business at all: its target is not the one that is judged, or it is a control. No
/// alert.
private func notForPatients(_ sample: SampleAnalysis, in run: RunAnalysis, _ context: RuleContext) -> String? {
    let target = AssaySettings.folded(sample.target)
    switch run.targets.first(where: { AssaySettings.folded($0.name) == target })?.role {
    case .reference: return "\(shown(sample.target)) is the reference gene; its copies are not judged."
    case nil: return "\(shown(sample.target)) is not a target of the assay."
    case .target: break
    }
    // "Std D1" reads like a patient's name. Whoever marks a patient's sample as a standard must hear of it.
    if isControl(sample, in: run), sample.label.map({ context.patients[$0.patient] == nil }) ?? true {
        return "A standard or control."
    }
    guard sample.label == nil else { return nil }
    if let neat = dilutedSample(sample, in: run) {
        return "A dilution of \(shown(neat)), measured beside it to show inhibition."
    }
    return nil
}

/// The plate holds it as something else than a sample.
private func isControl(_ sample: SampleAnalysis, in run: RunAnalysis) -> Bool {
    let types = Set(run.wells.lazy.filter { $0.sample == sample.name && $0.target == sample.target }.map(\.type))
    return !types.isEmpty && !types.contains(.unknown)
}

/// The neat sample of a dilution that stands on the plate beside it; nil for all others.
private func dilutedSample(_ sample: SampleAnalysis, in run: RunAnalysis) -> String? {
    guard let neat = DilutedName(sample.name)?.neat else { return nil }
    return run.samples.contains {
        $0.target == sample.target && AssaySettings.folded($0.name) == AssaySettings.folded(neat)
    } ? neat : nil
}

private func identityFault(
    _ sample: SampleAnalysis, patient: Patient?, day: Int?, _ ambiguity: String?, _ context: RuleContext
) -> String? {
    guard let label = sample.label else { return unlabelled(sample, context) }
    guard let patient else {
        let guess = nearest(to: label.patient, among: context.patients.keys.sorted())
        return "Patient \(shown(label.patient)) is not in the patients file"
            + (guess.map { ": did you mean \($0)?" } ?? ".")
    }
    guard patient.infusion != nil else { return "Patient \(patient.code) has no infusion date in the patients file." }
    guard day != nil else { return ambiguity ?? "The sample's name carries no usable sampling day." }
    return nil
}

/// What is wrong with a name that carries no patient code and day, and how a good one looks.
private func unlabelled(_ sample: SampleAnalysis, _ context: RuleContext) -> String {
    if let diluted = DilutedName(sample.name), context.naming.label(of: diluted.neat) != nil {
        return "It is a dilution of \(shown(diluted.neat)), which is not on the plate: measure the neat sample beside "
            + "it, under that name; a dilution alone is nobody's value."
    }
    let codes = context.patients.keys.sorted()
    let word = sample.name.split { " _".contains($0) }.first.map(String.init) ?? sample.name
    let code = nearest(to: word, among: codes) ?? codes.first
    let example = code.flatMap { code in
        ["\(code) D14", "\(code)_D14", "\(code)-D14", "\(code) 2026-05-14"].first {
            context.naming.label(of: $0)?.patient == code
        }
    }
    return "The sample's name carries no patient code and day" + (example.map { "; a name that does: \($0)." } ?? ".")
}

private func valueFaults(_ sample: SampleAnalysis, isAccepted: Bool, context: RuleContext) -> [String] {
    var faults: [String] = []
    if !sameUnit(sample.unit, context.rules.unit) {
        faults.append("Its unit, \(shown(sample.unit)), is not the rules' unit, \(context.rules.unit).")
    }
    // A value that a person accepts in spite of its sample's faults must be there.
    if !sample.valid, !isAccepted || sample.quantity.seen == nil {
        faults.append(sample.reasons.prefix(3).map { asSentence(shown($0)) }.joined(separator: " "))
    } else if let level = sample.quantity.seen?.level {
        if !(level.isFinite && level > 0) { faults.append("Its copy number is no positive number.") }
    } else {
        faults.append("It has no copy number.")
    }
    return faults
}
