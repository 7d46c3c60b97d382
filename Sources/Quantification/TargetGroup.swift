// The reactions of one target of a plate belong together: they share primers and dye, hence the shape of their curves,
// their standards and their controls.
import Assay

/// All reactions of one target and dye, in plate order.
struct TargetGroup {
    /// The assay's own spelling where it knows the target; unique on the plate.
    let name: String
    /// Nil for a target or dye that the assay does not know.
    let role: TargetRole?
    let dye: String?
    /// The file leaves the target undefined.
    let unnamed: Bool
    let unknownDye: Bool
    var reactions: [CalledReaction]
    /// °C of the controls' product; nil where no control shows a melt peak.
    var expectedTm: Double?

    var counted: [CalledReaction] { reactions.filter(\.counts) }

    func counted(_ type: SampleType) -> [CalledReaction] {
        reactions.filter { $0.counts && $0.reaction.sampleType == type }
    }
}

/// Groups the reactions of a run by target and dye, calls each group, and names it.
func targetGroups(of run: Run, settings: AssaySettings, engine: any CqEngine, replayed: Bool) -> [TargetGroup] {
    let keys = run.reactions.map { GroupKey($0, settings: settings) }
    var order: [GroupKey] = []
    var members: [GroupKey: [Int]] = [:]
    for (index, key) in keys.enumerated() {
        if members[key] == nil { order.append(key) }
        members[key, default: []].append(index)
    }
    let dyesOfTarget = Dictionary(grouping: order, by: \.target).mapValues(\.count)
    return order.map { key in
        let reactions = members[key, default: []].map { run.reactions[$0] }.sorted { $0.position < $1.position }
        let known = reactions.first?.target.flatMap(settings.target(named:))
        let dye = reactions.first?.dye
        let unknownDye =
            known?.dye.map { expected in AssaySettings.folded(expected) != AssaySettings.folded(dye ?? "") } ?? false
        let plain = known?.name ?? reactions.first?.target ?? "undefined target"
        var group = TargetGroup(
            name: dyesOfTarget[key.target] == 1 || (known?.dye != nil && !unknownDye)
                ? plain : "\(plain) (\(dye ?? "no dye"))",
            role: unknownDye ? nil : known?.role, dye: dye, unnamed: reactions.first?.target == nil,
            unknownDye: unknownDye,
            reactions: called(reactions, of: run, settings: settings, engine: engine, replayed: replayed))
        group.judgeMelts(settings.quality)
        if settings.cqSource == .engine { group.judgeLikeness() }
        return group
    }
}

/// Target and dye, folded, so that one spelling more makes no second target.
private struct GroupKey: Hashable {
    let target: String?
    let dye: String

    init(_ reaction: Reaction, settings: AssaySettings) {
        target = reaction.target.map { AssaySettings.folded(settings.target(named: $0)?.name ?? $0) }
        dye = AssaySettings.folded(reaction.dye ?? "")
    }
}

/// Calls the reactions that count together; excluded and unused ones apart, so that they move nothing in the others.
private func called(_ reactions: [Reaction], of run: Run, settings: AssaySettings, engine: any CqEngine, replayed: Bool)
    -> [CalledReaction]
{
    let wells = Dictionary(grouping: reactions, by: \.position).mapValues(\.count)
    var results = reactions.map { $0.amplification == nil ? sound(instrumentResult(of: $0)) : CqResult(call: .invalid) }
    var lives = [LiveCall?](repeating: nil, count: reactions.count)
    for counted in [true, false] {
        let indices = reactions.indices.filter {
            reactions[$0].amplification != nil
                && counted == (!reactions[$0].excluded && reactions[$0].sampleType != .unused)
        }
        let curves = indices.compactMap { reactions[$0].amplification }
        let replicates = replicateNumbers(indices.map { reactions[$0] })
        for (index, answer) in zip(indices, engine.call(curves, replicates: replicates)) {
            results[index] = sound(answer)
        }
        guard replayed else { continue }
        let safe = replay(curves, replicates: replicates, engine: engine)
        for (at, index) in indices.enumerated() { lives[index] = safe.map { LiveCall($0[at], in: run) } ?? .tooLong }
    }
    return reactions.indices.map { index in
        let reaction = reactions[index]
        return CalledReaction(
            reaction, result: results[index], live: lives[index], doubled: wells[reaction.position, default: 0] > 1,
            settings: settings)
    }
}

/// Reactions of one sample by its name and declared quantity get one number; controls without template hold nothing
/// that replicates could share.
private func replicateNumbers(_ reactions: [Reaction]) -> [Int?] {
    struct Content: Hashable {
        let type: SampleType
        let name: String
        let quantity: Double?
    }
    var numbers: [Content: Int] = [:]
    return reactions.map { reaction in
        guard reaction.sampleType != .ntc, !reaction.sampleName.isEmpty else { return nil }
        let content = Content(
            type: reaction.sampleType, name: AssaySettings.folded(reaction.sampleName),
            quantity: reaction.standardQuantity)
        let number = numbers[content] ?? numbers.count
        numbers[content] = number
        return number
    }
}
