import ArgumentParser
import Casebook
import Configuration
import Journal
import Laboratory
import Reporting

/// `cqwatch controls`: the laboratory's control charts.
struct Controls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the charts of the run controls.",
        discussion: """
            Each positive control of the assay's target is held against those of the runs before it, by Westgard's \
            rules on log10 copies: 1-2s warns; 1-3s, 2-2s, R-4s, 4-1s and 10-x reject the run, whose values are then \
            withheld. Below stands what the next run's standard curve and reference gene are held against.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @Flag(help: "Draw Levey-Jennings charts.")
    var plot = false

    func run() async throws {
        let configuration = try config.load()
        let casebook = try config.casebook(configuration)
        let runs = try reading { () throws(JournalError) in
            try casebook.laboratoryHistory(acceptBy: configuration.laboratory.acceptBy)
        }
        let history = LaboratoryHistory(runs, settings: configuration.laboratory)
        if plot, form.isForPeople {
            let plots = history.charts.map { LeveyJenningsPlot($0).text(width: plotWidth(), colour: showsColour()) }
                .filter { !$0.isEmpty }
            for plot in plots { try writeOutput(shownPlot(plot)) }
        }
        try form.write(
            ControlsDocument(history), csv: { try $0.csv() },
            text: { controlsText(history, width: foldingWidth(), colour: $1) })
    }
}
