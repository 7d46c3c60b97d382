// R10: the central store holds another journal under this laboratory's name.
import Assay
import Text

extension RuleDescription {
    static let centralStore = RuleDescription.ofLaboratory(
        "central store",
        fires: "the central store holds records of this site that are not this journal's: nothing more is shipped",
        advice: "Find out whether the journal was restored, cut off or changed, then restart cqwatch-ship.",
        evidence: "two journals under one name cannot both be the laboratory's")
}

/// - Parameters:
///   - site: this laboratory's name at the store.
///   - reason: a sentence.
public func centralStoreFinding(site: String, reason: String) -> Finding {
    laboratory(
        .centralStore, subject: "central store:\(site)", run: nil, text: asSentence(shown(reason, max: 600)),
        advice: "Find out whether this journal was restored, cut off or changed (cqwatch journal verify), and tell the "
            + "centre. Then restart cqwatch-ship.")
}
