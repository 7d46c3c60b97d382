// Tables that people write: fluorescence for `cqwatch cq`, a series for `cqwatch kinetics`.
internal import Configuration
internal import Foundation
internal import Quantification

let curves = Target(name: "curves") {
    [Data("cycle\tA\tB\n1\t0.1\t0.2\n2\t0.1\tNA\n3\t0.3\t0.4\n4\t0.9\t1,2\n5\t1.4\t\n6\t1.5\t1.9\n".utf8)]
} callback: { bytes, count in
    do throws(MatrixError) {
        let matrix = try readCurveMatrix(String(decoding: data(bytes, count), as: UTF8.self))
        let answer = callMatrix(matrix)
        // The first field is the curve's name, the last but one the call, the last the reason.
        for line in answer.split(separator: "\n").dropFirst() {
            let numbers = line.split(separator: "\t", omittingEmptySubsequences: false).dropFirst().dropLast(2)
            hold(
                numbers.allSatisfy { $0.isEmpty || $0 == "NA" || Double($0)?.isFinite == true },
                "an answer has no number that is none: \(line)")
        }
        hold(
            answer.split(separator: "\n").count == matrix.columns.count + 1, "each curve has its line of the answer")
    } catch {
        holdSentence(error.description)
    }
    return 0
}

let series = Target(name: "series") {
    [Data("patient,day,copies,lloq\nP01,0,1e3,10\nP01,7,\"2,5e5\",10\nP01,14,,10\n".utf8)]
} callback: { bytes, count in
    do throws(ConfigurationFaults) {
        let rows = try SeriesTable.read(data(bytes, count), file: "series.csv")
        hold(
            rows.allSatisfy { $0.day.isFinite && ($0.copies ?? 0).isFinite && ($0.lloq ?? 0).isFinite },
            "numbers of a series are finite")
    } catch {
        hold(!error.faults.isEmpty, "what cannot be read has a fault that says why")
    }
    return 0
}
