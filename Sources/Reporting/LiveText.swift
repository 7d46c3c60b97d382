public import Assay
internal import Text

/// A replayed run for people: when each well's call was safe. Unused wells are left out.
public func liveText(_ run: RunAnalysis, width: Int? = nil, colour: Bool = false) -> String {
    let wells = run.wells.filter { $0.live != nil && $0.type != .unused }
    guard !wells.isEmpty else { return "cycle by cycle: the file holds no amplification curve to replay\n" }
    var table = AlignedTable([
        .init("well"), .init("sample"), .init("target"), .init("safe at cycle", .right), .init("Cq then", .right),
        .init("Cq at the end", .right),
        .init("min before the end", .right), .init("remarks"),
    ])
    for well in wells {
        guard let live = well.live else { continue }
        table.add(
            [
                well.position.label, well.sample, well.target ?? "–", live.safeCycle.map(String.init) ?? "–",
                cqText(live.cq, live.cqSE),
                cqText(well.result.cq, well.result.cqSE), fixed(live.minutesSaved, 1),
                remarks(live).joined(separator: " "),
            ], ink: live.safeCycle == nil ? .dim : nil)
    }
    let lead = "cycle by cycle  "
    return Ink.bold.applied("cycle by cycle", colour: colour)
        + "  \(folded(summary(wells.compactMap(\.live)), indent: lead.count, width: width))\n"
        + table.text(colour: colour, columns: width)
}

private func summary(_ lives: [LiveCall]) -> String {
    let safe = lives.filter { $0.safeCycle != nil }
    let minutes = safe.compactMap(\.minutesSaved).sorted()
    let count = "\(safe.count) of \(lives.count) calls were safe before the last cycle"
    // Of all wells the same reason: once is enough.
    guard let least = minutes.first, let most = minutes.last else {
        return safe.first?.reason.map { "\(count). \($0)" } ?? count
    }
    return
        "\(count), \(fixed(least, 0)) to \(fixed(most, 0)) minutes before the end of the run (median "
        + "\(fixed(minutes[minutes.count / 2], 0)))"
}

private func cqText(_ cq: Double?, _ standardError: Double?) -> String {
    guard cq != nil else { return "–" }
    return standardError == nil ? fixed(cq, 2) : "\(fixed(cq, 2)) ± \(fixed(standardError, 2))"
}

private func remarks(_ live: LiveCall) -> [String] {
    let withdrawn: String? =
        switch live.withdrawn {
        case 0: nil
        case 1: "An earlier positive call was withdrawn."
        default: "Earlier positive calls were withdrawn \(live.withdrawn) times."
        }
    return [withdrawn, live.safeCycle == nil ? live.reason : nil].compactMap(\.self)
}
