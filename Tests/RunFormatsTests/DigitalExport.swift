// Tables as the readers' programs write them: their headers and habits (quotation marks, a separator more at a row's
// end, a first line for Excel, a well's data given once), with values made up here. One sample and a no-template
// control, each with two targets.
import Foundation

enum DigitalExport: CaseIterable, Sendable {
    /// Up to version 1.6: the target is called an assay; rows end before their last columns.
    case quantaSoft16
    /// Version 1.7: joined wells first, rows end with a comma more than the header.
    case quantaSoft17
    case quantaSoftAnalysisPro
    /// QX200 and QX600: the latter with channels 3 to 6.
    case qxManager, qxManager600
    case qiacuity, qiacuityMeans
    /// In Windows' Western code page.
    case qiacuityWindows
    /// Opened and saved again in a spreadsheet, which fills Excel's line up.
    case qiacuitySavedAgain
    /// Version 3: the plate is named once, volumes are given.
    case qiacuity3
    /// The same with what belongs to a well named once.
    case qiacuity3Spread

    var bytes: Data {
        self == .qiacuityWindows ? text.data(using: .windowsCP1252) ?? Data() : Data(text.utf8)
    }

    private var text: String {
        switch self {
        case .quantaSoft16:
            table(Self.quantaSoft16Header, rows.map { Self.quantaSoft($0) + ",1,1,8000,1000,1200,\"\"" })
        case .quantaSoft17:
            table(
                Self.quantaSoft17Header,
                [
                    "\"M01\",Absolute Quantification,\"ABS\",\"P01 D30\",Ch1Unknown,\"BCMA-CAR-T\",,12.4,mix,"
                        + ",,,,,330,31200,,,,,0,31530" + String(repeating: ",", count: 22) + "\"\",\"(A01,A02)\""
                        + Self.ending
                ]
                    + rows.map { row in
                        "\"\(row.well)\",Absolute Quantification,\"ABS\",\"\(row.sample)\",Ch1\(row.type),"
                            + "\"\(row.target)\","
                            + "\"Manual\",\(row.concentration),mix,\(row.isBlank ? "" : "247.6"),,,,,\(row.positive),"
                            + "\(row.negative),,,,,0,\(row.accepted)" + String(repeating: ",", count: 22) + "\"\","
                            + Self.ending
                    })
        case .quantaSoftAnalysisPro:
            table(
                "Well,Sample,Target,Conc(copies/\u{B5}L),Status,Experiment,SampleType,TargetType,Supermix,DyeName(s),"
                    + "Copies/20\u{B5}LWell,TotalConfMax,TotalConfMin,PoissonConfMax,PoissonConfMin,Accepted Droplets,"
                    + "Positives,Negatives",
                rows.map { row in
                    "\(row.well),\(row.sample),\(row.target),\(row.concentration),Manual,DQ,\(row.type),Unknown,mix,FAM,,,,,,"
                        + "\(row.accepted),\(row.positive),\(row.negative)"
                })
        case .qxManager: table(Self.qxManagerHeader, rows.map { Self.qxManager($0) + ",No,1,2,3,4" })
        case .qxManager600:
            table(
                Self.qxManagerHeader
                    + ",Ch3+Ch4+,Ch3+Ch4-,Ch3-Ch4+,Ch3-Ch4-,Ch5+Ch6+,Ch5+Ch6-,Ch5-Ch6+,Ch5-Ch6-",
                rows.map { Self.qxManager($0) + ",No,1,2,3,4,,,,,,,," })
        case .qiacuity, .qiacuityWindows: "sep=,\n" + quoted(Self.qiacuityHeader, rows.map(Self.qiacuity))
        case .qiacuitySavedAgain:
            "sep=" + String(repeating: ",", count: 11) + "\r\n"
                + table(
                    Self.qiacuityHeader.joined(separator: ","), rows.map { Self.qiacuity($0).joined(separator: ",") }
                )
                .replacingOccurrences(of: "\n", with: "\r\n")
        case .qiacuityMeans:
            "sep=,\n"
                + quoted(
                    [
                        "", "Sample/NTC/Control", "Reaction Mix", "Target", "IC", "Control type",
                        "Conc. [copies/\u{B5}L]",
                    ]
                        + ["CI (95%)", "Mean conc. [copies/\u{B5}L]", "CI (95%)", "SD", "CV%", "Partitions (valid)"]
                        + ["Partitions (positive)", "Partitions (negative)", "Threshold"],
                    rows.map { row in
                        [row.plainWell, row.sample, "mix", row.target, "-", row.isBlank ? "Non Template Control" : "-"]
                            + [row.concentration, "4.1%", "85.20", "62.8%", "126.7", "148.73%", "\(row.accepted)"]
                            + ["\(row.positive)", "\(row.negative)", "66.19"]
                    })
        case .qiacuity3, .qiacuity3Spread:
            "sep=,\n" + quoted(Self.qiacuity3Header, rows.enumerated().map { qiacuity3($0.element, $0.offset) })
        }
    }

    private struct Row {
        var well: String, sample: String, target: String, concentration: String
        var positive: Int, negative: Int
        var accepted: Int { positive + negative }
        var isBlank: Bool { sample == "NTC" }
        var type: String { isBlank ? "NTC" : "Unknown" }
        var plainWell: String { well.replacingOccurrences(of: "0", with: "") }
    }

    private var rows: [Row] {
        [
            Row(
                well: "A01", sample: "P01 D30", target: "BCMA-CAR-T", concentration: "12.38", positive: 165,
                negative: 15600),
            Row(
                well: "A01", sample: "P01 D30", target: "RPPH1", concentration: "530.1", positive: 5720, negative: 10045
            ),
            Row(
                well: "B01", sample: "NTC", target: "BCMA-CAR-T", concentration: "No Call", positive: 0, negative: 15000
            ),
            Row(well: "B01", sample: "NTC", target: "RPPH1", concentration: "No Call", positive: 0, negative: 15000),
        ]
    }

    private func table(_ header: String, _ rows: [String]) -> String {
        ([header] + rows).joined(separator: "\n") + "\n"
    }
    private func quoted(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { $0.map { "\"\($0)\"" }.joined(separator: ",") }.joined(separator: "\n")
    }

    private static let quantaSoft16Header =
        "Well,ExptType,Experiment,Sample,TypeAssay,Assay,Status,Concentration,TotalConfMax,TotalConfMin,PoissonConfMax,"
        + "PoissonConfMin,Positives,Negatives,Ch1+Ch2+,Ch1+Ch2-,Ch1-Ch2+,Ch1-Ch2-,Linkage,AcceptedDroplets,"
        + "ReferenceAssayNumber,TargetAssayNumber,MeanAmplitudeofPositives,MeanAmplitudeofNegatives,MeanAmplitudeTotal,"
        + "ExperimentComments,MergedWells"
    private static func quantaSoft(_ row: Row) -> String {
        "\"\(row.well)\",Absolute Quantification,\"\",\"\(row.sample)\",Ch1\(row.type),\"\(row.target)\",\"Manual\","
            + "\(row.concentration),,,,,\(row.positive),\(row.negative),,,,,0,\(row.accepted)"
    }

    private static let quantaSoft17Header =
        "Well,ExptType,Experiment,Sample,TargetType,Target,Status,Concentration,Supermix,CopiesPer20uLWell,TotalConfMax,"
        + "TotalConfMin,PoissonConfMax,PoissonConfMin,Positives,Negatives,Ch1+Ch2+,Ch1+Ch2-,Ch1-Ch2+,Ch1-Ch2-,Linkage,"
        + "AcceptedDroplets,CNV,TotalCNVMax,TotalCNVMin,PoissonCNVMax,PoissonCNVMin,ReferenceCopies,UnknownCopies,Ratio,"
        + "TotalRatioMax,TotalRatioMin,PoissonRatioMax,PoissonRatioMin,FractionalAbundance,TotalFractionalAbundanceMax,"
        + "TotalFractionalAbundanceMin,PoissonFractionalAbundanceMax,PoissonFractionalAbundanceMin,ReferenceAssayNumber,"
        + "TargetAssayNumber,Threshold,MeanAmplitudeofPositives,ExperimentComments,MergedWells,TotalConfMax68,"
        + "TotalConfMin68"
    private static let ending = ",8.4,6.9,"

    private static let qxManagerHeader =
        "Well,Sample description 1,Sample description 2,Sample description 3,Sample description 4,Target,"
        + "Conc(copies/\u{B5}L),pg/\u{B5}L,Status,Status Reason,Experiment,SampleType,TargetType,Supermix,DyeName(s),"
        + "Copies/20\u{B5}LWell,TotalConfMax,TotalConfMin,PoissonConfMax,PoissonConfMin,Accepted Droplets,Positives,"
        + "Negatives,Copies/uL linked molecules,CNV,Threshold1,Threshold2,Threshold3,ReferenceUsed,Fractional Abundance,"
        + "ExperimentComments,MergedWells,TiltCorrected,Ch1+Ch2+,Ch1+Ch2-,Ch1-Ch2+,Ch1-Ch2-"
    private static func qxManager(_ row: Row) -> String {
        "\(row.well),\(row.sample),,,,\(row.target),\(row.concentration),,"
            + (row.isBlank ? "CHECK,Automatic Analysis Unsuccessful" : "OK,")
            + ",DQ,\(row.type),\(row.target == "RPPH1" ? "Reference" : "Unknown"),ddPCR Supermix for Probes (No dUTP),FAM,"
            + ",,,,,\(row.accepted),\(row.positive),\(row.negative),13.2,,,,,,,,"
    }

    private static let qiacuityHeader =
        ["", "Sample/NTC/Control", "Reaction Mix", "Target", "IC", "Control type", "Concentration (copies/\u{B5}L)"]
        + ["CI (95%)", "Partitions (valid)", "Partitions (positive)", "Partitions (negative)", "Threshold"]
    private static func qiacuity(_ row: Row) -> [String] {
        [row.plainWell, row.sample, "mix", row.target, "-", row.isBlank ? "Non Template Control" : "-"]
            + [row.isBlank ? "0.000" : row.concentration, row.isBlank ? "-" : "15.2%", "\(row.accepted)"]
            + ["\(row.positive)", "\(row.negative)", "47.18"]
    }

    private static let qiacuity3Header =
        ["Plate name", "Plate ID", "Plate type", "Well", "Sample/NTC/Control", "Type", "Reaction Mix", "Target (Name)"]
        + ["Target (IC)", "Target (Control)", "Conc. [cp/\u{B5}L] (dPCR reaction)", "Conc. [cp/mL] (dPCR reaction)"]
        + ["CI (95%) (dPCR reaction)", "Conc. [cp/\u{B5}L] (undiluted sample)", "Conc. [cp/mL] (undiluted sample)"]
        + ["Partitions (Valid)", "Partitions (Positive)", "Partitions (Negative)", "Threshold"]
        + ["Volume per well [\u{B5}l]", "Concentration factor", "Template volume [\u{B5}l]", "Total volume [\u{B5}l]"]
        + ["Conversion factor", "Conversion unit"]
    private func qiacuity3(_ row: Row, _ index: Int) -> [String] {
        let isSecond = self == .qiacuity3Spread && index % 2 == 1
        let plate = index == 0 ? ["plate 1", "2186f026", "Nanoplate 26K 24-well"] : ["", "", ""]
        let well =
            isSecond
            ? ["", "", "", ""] : [row.plainWell, row.sample, row.isBlank ? "Non Template Control" : "Sample", "mix"]
        return plate + well + [
            row.target, "-", "-", row.isBlank ? "0.000" : row.concentration, "12380", "2.9%", "61.9",
        ]
            + [
                "61900", "\(row.accepted)", "\(row.positive)", "\(row.negative)", "19.45", "12.1", "5", "8", "40",
                "1000",
            ]
            + ["cp/mL"]
    }
}
