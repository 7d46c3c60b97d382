// The vendor's result table as text, in the shapes that Windows, spreadsheets and people give it.
import Assay
import Foundation
import RunFormats
import TestSupport
import Testing

@Suite struct ResultTableTests {
    static let header =
        "Color\tPosition\tSample Name\tGene Name\tCq\tConcentration\tCall\tExcluded\tSample Type\tStandard\tCq "
        + "Mean\tDye\tEdited Call\tFailure\tNotes\tNumber"
    static let rows = [
        "255;132;197;238\tA1\tSTD_5E8\tNone\t14.61\t3.81E+08\tPositive\tUnchecked\tStandard\t5.00E+08\t14.57\tFAM\t "
            + "\tNone\t\t1",
        "255;205;18;55\tA8\tSTD_50\tNone\t-\t-\tNegative\tUnchecked\tStandard\t-\t-\tFAM\t \tStandard is negative, "
            + "Replicate group contains positives and negatives.\t\t8",
        "255;34;176;146\tA9\tP01 D14\tACTB\t24.5\t1.5E+2\tPositive\tChecked\tUnknown\t-\t-\tFAM\t \tNone\t\t9",
        "255;34;176;146\tA10\tNTC\tACTB\t-\t-\tNegative\tUnchecked\tNegative control\t-\t-\tFAM\t \tNone\t\t10",
    ]
    static let text = ([header] + rows).joined(separator: "\n")

    private func read(_ text: String) throws -> Run { try onlyRun(Data(text.utf8)) }

    @Test func `Rows become reactions without curves, and say so`() throws {
        let run = try read(Self.text)
        #expect(run.format == .table)
        #expect(run.incomplete == nil)
        #expect(run.identity.id.text.hasPrefix("table:") && run.identity.id.text.count == 6 + 64)
        #expect(run.reactions.map(\.position.label) == ["A1", "A8", "A9", "A10"])
        #expect(run.reactions.allSatisfy { $0.flags.contains(.instrumentCqOnly) && $0.amplification == nil })
        let first = try #require(run.well("A1"))
        #expect(first.instrumentCq == 14.61)
        #expect(first.instrumentQuantity == 3.81e8)
        #expect(first.standardQuantity == 5e8)
        #expect(first.target == nil)
        #expect(first.dye == "FAM")
        #expect(first.instrumentFailure == nil)
        #expect(run.well("A8")?.instrumentCq == nil)
        #expect(run.well("A8")?.flags.contains(.standardWithoutQuantity) == true)
        #expect(run.well("A8")?.instrumentFailure?.hasPrefix("Standard is negative, ") == true)
        #expect(run.well("A9")?.excluded == true)
        #expect(run.well("A9")?.instrumentCq == nil)
        #expect(run.well("A10")?.sampleType == .ntc)
    }

    @Test func `Columns are found by their headers wherever they stand`() throws {
        let run = try read("Number\tCall\tCq\tPosition\tWhatever\n1\tPositive\t20.1\tC3\tx\n2\tNegative\t-\tC4\tx\n")
        #expect(run.well("C3")?.instrumentCq == 20.1)
        #expect(run.well("C4")?.instrumentCall == .negative)
    }

    @Test(arguments: ["-", "Undetermined", "No Cq", "NoCt", "", "N/A"])
    func `Without the column Call a word for no Cq is negative`(word: String) throws {
        let run = try read("Position\tSample Name\tGene Name\tCq\tNumber\nA1\tS\tT\t20.5\t1\nA2\tNTC\tT\t\(word)\t2\n")
        #expect(run.well("A2")?.flags.contains(.undeterminedCq) == true && run.well("A1")?.flags == [.instrumentCqOnly])
        #expect(run.status("table_numbers") == nil)
        // A call that is told, and told positive, is not turned round.
        let called = try read("Position\tCall\tCq\tNumber\nA1\tPositive\t20.5\t1\nA2\tPositive\t\(word)\t2\n")
        #expect(called.well("A2")?.flags.contains(.undeterminedCq) == false)
    }

    @Test func `Excel's line about the separator is passed over`() throws {
        let run = try read("sep=;\nPosition;Sample Name;Cq;Number\nA1;S;20,5;1\nZZ;S;21,5;2\n")
        #expect(run.well("A1")?.instrumentCq == 20.5)
        #expect(run.findings.contains { $0.detail.contains("Line 4") })
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf8, .windowsCP1252], [true, false])
    func `Every encoding of Windows reads alike`(encoding: String.Encoding, marked: Bool) throws {
        let text = Self.text.replacingOccurrences(of: "P01 D14", with: "Jürgen µl").replacingOccurrences(
            of: "\n", with: "\r\n")
        var bytes = try #require(text.data(using: encoding))
        if marked {
            switch encoding {
            case .utf16LittleEndian: bytes = Data([0xFF, 0xFE]) + bytes
            case .utf16BigEndian: bytes = Data([0xFE, 0xFF]) + bytes
            case .utf8: bytes = Data([0xEF, 0xBB, 0xBF]) + bytes
            default: break
            }
        }
        let run = try onlyRun(bytes)
        #expect(run.well("A9")?.sampleName == "Jürgen µl")
        #expect(run.reactions.count == 4)
        #expect(run.incomplete == nil)
    }

    @Test func `Decimal commas are read where they can mean nothing else`() throws {
        let run = try read(
            Self.text.replacingOccurrences(of: ".", with: ",").replacingOccurrences(
                of: "negatives,", with: "negatives."))
        #expect(run.well("A1")?.instrumentCq == 14.61)
        #expect(run.well("A1")?.instrumentQuantity == 3.81e8)
        #expect(run.status("decimal_comma") == .warn)
    }

    @Test(arguments: ["14,61", "1,234.5", "1.234,5", "14,610"])
    func `Numbers that could be read in two ways are refused`(cq: String) throws {
        let found = failure(Data(Self.text.replacingOccurrences(of: "24.5", with: cq).utf8))
        guard case .unreadable(let sentence) = found else {
            Issue.record("read, though \(cq) is unclear: \(String(describing: found))")
            return
        }
        #expect(isPlainSentence(sentence) && sentence.contains("cannot be trusted"))
    }

    @Test func `Semicolons and commas separate where the header leaves no doubt`() throws {
        let lines = [
            "Position;Sample Name;Cq;Call;Number", "A1;P01 D14;24,51;Positive;1", "A2;\"P01; D28\";25,10;Positive;2",
        ]
        let run = try read(lines.joined(separator: "\r\n"))
        #expect(run.well("A1")?.instrumentCq == 24.51)
        #expect(run.well("A2")?.sampleName == "P01; D28")
        let commas = try read("Position,Sample Name,Cq,Call\nA1,\"a \"\"b\"\", c\",24.51,Positive\n")
        #expect(commas.well("A1")?.sampleName == "a \"b\", c")
    }

    @Test func `Half a last line is left out and waited for`() throws {
        for cut in [1, 5, 20, 60] {
            let run = try read(String(Self.text.dropLast(cut)))
            #expect(run.reactions.count == 3, "cut \(cut)")
            #expect(run.incomplete?.contains("last line") == true)
        }
        guard case .incomplete = failure(Data(Self.header.utf8)) else {
            Issue.record("a header alone is no run")
            return
        }
        guard case .incomplete = failure(Data(Self.header.prefix(30).utf8)) else {
            Issue.record("half a header is no run")
            return
        }
        guard case .incomplete = failure(Data((Self.header + "\n" + Self.rows[0].prefix(30)).utf8)) else {
            Issue.record("half a row is no run")
            return
        }
        let wide = try #require(Self.text.data(using: .utf16LittleEndian))
        #expect(try onlyRun(wide.dropLast(1)).incomplete != nil)
    }

    @Test func `A broken line in the middle is left out and named`() throws {
        let run = try read(Self.text.replacingOccurrences(of: "STD_50\t", with: "STD_50"))
        #expect(run.reactions.count == 3)
        #expect(run.status("table_rows") == .fail)
        #expect(run.findings.contains { $0.detail.contains(": 3.") })
    }

    @Test func `A table without Cq is refused with what to do`() {
        let found = failure(Data("Color\tPosition\tSample Name\tGene Name\tExcluded\n\tA1\ta\tb\tUnchecked\n".utf8))
        #expect(found?.sentence.contains("Position and Cq") == true)
    }

    @Test func `Cells that are no number, well or known word are named`() throws {
        let run = try read(
            Self.text.replacingOccurrences(of: "14.61", with: "abc").replacingOccurrences(
                of: "\tA8\t", with: "\tZZZ9\t"
            )
            .replacingOccurrences(of: "Checked", with: "perhaps"))
        #expect(run.status("table_numbers") == .fail)
        #expect(run.status("well_position") == .fail)
        #expect(run.status("exclusions") == .fail)
        #expect(run.well("A9")?.excluded == true)
    }

    @Test func `Two files in one table are two runs`() throws {
        let run = try readRuns(
            Data("File Name\tPosition\tCq\tCall\na\tA1\t20.5\tPositive\nb\tA1\t21.5\tPositive\n".utf8))
        #expect(run.count == 2)
        #expect(Set(run.map(\.identity)).count == 2)
        #expect(run.allSatisfy { !$0.reactions[0].flags.contains(.duplicatePosition) })
    }
}

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)"))
struct RealResultTableTests {
    @Test func `The vendor's table and its container tell the same`() throws {
        let table = try onlyRun(SharedData.bytes("lc96/li_aqfl2_plate1_result_table_from_html.tsv"))
        let container = try onlyRun(SharedData.bytes("lc96/li_aqfl2_plate1.lc96p"))
        #expect(table.reactions.count == 96)
        for (a, b) in zip(table.reactions, container.reactions) {
            #expect(
                a.position == b.position && a.sampleName == b.sampleName && a.target == b.target
                    && a.sampleType == b.sampleType)
            #expect(
                a.instrumentCq == b.instrumentCq && a.instrumentCall == b.instrumentCall
                    && a.standardQuantity == b.standardQuantity, "\(a.position.label)")
        }
    }
}
