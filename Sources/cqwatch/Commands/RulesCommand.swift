import ArgumentParser
import Laboratory
import Quantification
import Reporting
import Rules

/// `cqwatch rules`: what every rule is, from its own file.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract:
            "Lists every rule: when it fires, who hears, what it says to do, its keys and defaults, and the evidence.",
        discussion:
            "The defaults are shown, not what your configuration says. Rules of alerts, of a run beside the laboratory's earlier ones, of a plate."
    )

    @OptionGroup var form: ListForm

    func run() async throws {
        let document = RulesDocument(
            alert: ruleDescriptions, history: laboratoryRuleDescriptions, plate: qualityRuleDescriptions)
        try form.write(
            document, csv: { try $0.csv() },
            text: { rulesText($0, width: foldingWidth() ?? textColumns, colour: $1) })
    }
}
