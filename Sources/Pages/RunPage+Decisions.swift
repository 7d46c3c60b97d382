import Reporting

/// What persons decided about the run, the newest first; nothing where nobody did.
func decisionsSection(_ decisions: [RunDecisionDocument], _ live: LiveFrame?) -> Section? {
    let acts = live?.actsOnRun ?? HTML.none
    guard !decisions.isEmpty else { return acts.isEmpty ? .none : section("Decided by people", acts) }
    var table = Table(
        "Each decision is a record of the journal; the newest first",
        [.text("Decision"), .text("By"), .text("When"), .text("Why"), .number("Record")])
    for decision in decisions.reversed() {
        let state = decision.holds || decision.act == "undone" ? HTML.none : " " + tag("warn", "not in force")
        table.add([
            HTML(bounded(decision.words, 400)) + state, name(decision.by, max: 80), HTML(shortTime(decision.time)),
            HTML(bounded(decision.note, 2000)), "\(decision.record)",
        ])
    }
    return section("Decided by people", table.html, acts)
}
