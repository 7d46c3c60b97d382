import Assay
import Foundation
@testable import Quantification
import Testing

@Suite struct CurveMatrixTests {
    @Test func namesValuesAndMissingCellsAreRead() throws {
        let matrix = try readCurveMatrix("cycle\tA1\tB1\n1\t0.5\tNA\n2\t\t2e-3\n4\t1\t-3\n")
        #expect(matrix.columns.map(\.name) == ["A1", "B1"])
        let a = try #require(matrix.columns[0].curve)
        #expect(a.firstCycle == 1 && a.fluorescence.count == 4)
        #expect(
            a.fluorescence[0] == 0.5 && a.fluorescence[1].isNaN && a.fluorescence[2].isNaN && a.fluorescence[3] == 1)
        let b = try #require(matrix.columns[1].curve)
        #expect(b.fluorescence[0].isNaN && b.fluorescence[1] == 2e-3 && b.fluorescence[3] == -3)
    }

    @Test func theFilesOwnCycleNumbersAreKept() throws {
        let matrix = try readCurveMatrix("\u{FEFF}Cycle;x\r\n0;1\r\n1;2\r\n")
        #expect(matrix.columns[0].curve == AmplificationCurve(fluorescence: [1, 2], firstCycle: 0))
    }

    @Test(arguments: [
        ("1\n3\n2", "not in order"), ("1\n2\n2", "twice"), ("1\n1.5\n2", "whole number"), ("1\nx\n2", "cycle number"),
        ("1\n2\n50000", "span"),
    ])
    func oddCycleNumbersGiveEveryCurveAReason(_ cycles: String, _ words: String) throws {
        let matrix = try readCurveMatrix(
            "cycle\tA\tB\n" + cycles.split(separator: "\n").map { "\($0)\t1\t2\n" }.joined())
        for column in matrix.columns {
            #expect(column.curve == nil)
            #expect(try #require(column.reason).contains(words))
        }
        let rows = callMatrix(matrix).split(separator: "\n")
        #expect(rows.count == 3 && rows.dropFirst().allSatisfy { $0.contains("invalid") })
    }

    @Test func decimalCommasAreReadWhereNothingElseIsPossible() throws {
        let matrix = try readCurveMatrix("cycle\tA\tB\n1\t0,5\t1,234\n2\t12,25\t3\n")
        #expect(matrix.columns[0].curve?.fluorescence == [0.5, 12.25])
        #expect(matrix.columns[1].curve?.fluorescence == [1.234, 3])
        let semicolons = try readCurveMatrix("cycle;A\n1;1,234\n2;10,500\n")
        #expect(semicolons.columns[0].curve?.fluorescence == [1.234, 10.5])
        let unclear = try readCurveMatrix("cycle\tA\tB\n1\t1,234\t5\n2\t2,345\t6\n")
        #expect(unclear.columns[0].curve == nil)
        #expect(try #require(unclear.columns[0].reason).contains("comma"))
        #expect(unclear.columns[1].curve?.fluorescence == [5, 6])
    }

    @Test func aCellThatIsNoNumberSpoilsOnlyItsCurve() throws {
        let matrix = try readCurveMatrix("cycle\tA\tB\n1\t0x10\t1\n2\t2\t2\n")
        #expect(matrix.columns[0].curve == nil && matrix.columns[1].curve != nil)
    }

    @Test(arguments: ["", "cycle", "well\tA\n1\t2", "cycle\tA", "cycle\tA\n1\t2\t3"])
    func aTextThatIsNoMatrixIsRefusedWithASentence(_ text: String) {
        #expect(throws: MatrixError.self) { try readCurveMatrix(text) }
    }

    @Test func targetsComeFromTheirColumns() throws {
        #expect(try readTargets("x\ttarget\tcurve\n9\tACTB\tA1\n") == ["A1": "ACTB"])
        #expect(throws: MatrixError.self) { try readTargets("curve\nA1") }
    }

    @Test func theTableOfCallsHasOneLineACurveAndNoNaN() throws {
        let curve = logisticCurve(midpoint: 20).fluorescence
        let text = "cycle\tgood\tflat\n" + curve.enumerated().map { "\($0.offset + 1)\t\($0.element)\t3\n" }.joined()
        let table = callMatrix(try readCurveMatrix(text)).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(table[0].joined(separator: " ") == "curve cq cq_se n0 efficiency call reason")
        #expect(table.count == 3 && table.allSatisfy { $0.count == 7 })
        #expect(table[1][5] == "positive" && Double(table[1][1]) != nil)
        #expect(table[2][5] == "negative" && table[2][1].isEmpty)
        #expect(!table.joined().contains { $0.lowercased() == "nan" })
    }

    @Test func whatDecidesACallIsShownOnRequestAndAgreesWithTheCall() throws {
        let good = logisticCurve(midpoint: 20).fluorescence
        let text =
            "cycle\tgood\tflat\tdrift\n"
            + good.enumerated().map {
                "\($0.offset + 1)\t\($0.element)\t3\t\(Double($0.offset) + sin(Double($0.offset)))\n"
            }
            .joined()
        let table = callMatrix(try readCurveMatrix(text), measured: true).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(table.allSatisfy { $0.count == table[0].count })
        func number(_ row: Int, _ name: String) throws -> Double? {
            Double(table[row][try #require(table[0].firstIndex(of: name))])
        }
        #expect(table[1][5] == "positive" && table[3][5] == "negative")
        #expect(try #require(try number(1, "line_ratio")) >= AmplificationLimits.lineRatio)
        #expect(abs(try #require(try number(1, "steepest_cycle")) - 20) < 0.5)
        #expect(AmplificationLimits.riseCycles.contains(try #require(try number(1, "rise_cycles"))))
        #expect(try #require(try number(3, "line_ratio")) < AmplificationLimits.lineRatio)
        #expect(try number(2, "line_ratio") == nil)
    }
}
