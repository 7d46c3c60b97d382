import Assay
import Text

extension AnalyzeDocument {
    /// Raw curves in the layout that RDML-Tools import: a row a reaction, after six columns that say what it is a column
    /// a cycle. A missing value is an empty cell. Runs stand below one another.
    public func curvesCSV() -> String {
        let cycles = runs.flatMap(\.wells).compactMap(\.cycles)
        guard let first = cycles.compactMap(\.first).min(), let last = cycles.compactMap(\.last).max() else {
            return delimitedLine(Self.heads) + "\n"
        }
        var text = delimitedLine(Self.heads + (first...last).map(String.init)) + "\n"
        for run in runs {
            let roles = Dictionary(run.targets.map { ($0.name, $0.role) }, uniquingKeysWith: { first, _ in first })
            for well in run.wells {
                guard let own = well.cycles?.first, let values = well.fluorescence else { continue }
                let cells = (first...last).map { cycle -> String in
                    let index = cycle - own
                    return values.indices.contains(index) ? values[index].map { "\($0)" } ?? "" : ""
                }
                let role = well.target.flatMap { roles[$0] ?? nil }
                text +=
                    delimitedLine(
                        [
                            well.well, tableCell(well.sample), rdmlName(well.type), tableCell(well.target ?? ""),
                            role == .reference ? "ref" : "toi", tableCell(well.dye ?? ""),
                        ] + cells) + "\n"
            }
        }
        return text
    }

    private static let heads = ["Well", "Sample", "Sample Type", "Target", "Target Type", "Dye"]
}

private func rdmlName(_ type: SampleType) -> String {
    switch type {
    case .standard: "std"
    case .unknown: "unkn"
    case .ntc: "ntc"
    case .positive: "pos"
    case .unused: "ntp"
    }
}
