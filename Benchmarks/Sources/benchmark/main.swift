// benchmark DATA OUT: calls every set under DATA/curves and DATA/labels, writes OUT/RESULTS.tsv for score_cq.py, prints
// time and allocations a curve.
import Assay
import CountAllocations
import Foundation
import Quantification

guard CommandLine.arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: benchmark DATA OUT\n".utf8))
    exit(2)
}
let data = URL(filePath: CommandLine.arguments[1]), out = URL(filePath: CommandLine.arguments[2])
let engine = SigmoidEngine()

/// CPU time of this thread, µs: the machine's other work does not count.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

var table = "dataset\tcurve\tcq\tcq_se\tn0\tefficiency\tcall\n"
print("set               curves  cycles  µs/curve  allocations/curve")
for folder in ["curves", "labels"].map({ data.appending(path: $0) }) {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".curves.tsv") }.map { String($0.dropLast(11)) }
    for name in names.sorted() {
        let set = try CurveSet(folder: folder, name: name)
        let results = set.call(engine)
        for ((curve, _), result) in zip(set.curves, results) {
            table += [name, curve, cell(result.cq), cell(result.cqSE), cell(result.n0), cell(result.efficiency), result.call.rawValue].joined(separator: "\t") + "\n"
        }
        // The median of five rounds, after the one above has warmed everything up.
        var times: [Double] = []
        let before = allocations()
        for _ in 0..<5 {
            let start = processorTime()
            let again = set.call(engine)
            times.append(processorTime() - start)
            precondition(again == results, "two calls of the same curves differ")
        }
        let counted = Double(allocations() - before) / Double(5 * set.curves.count)
        let cycles = set.curves.first?.curve.fluorescence.count ?? 0
        func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(width - text.count, 0)) + text }
        print(
            name + String(repeating: " ", count: max(16 - name.count, 0)), right("\(set.curves.count)", 7), right("\(cycles)", 7),
            right("\((times.sorted()[2] / Double(set.curves.count) * 10).rounded() / 10)", 9), right("\((counted * 100).rounded() / 100)", 12))
    }
}
try table.write(to: out.appending(path: "RESULTS.tsv"), atomically: true, encoding: .utf8)
