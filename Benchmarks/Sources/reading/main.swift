// reading FILE…: read + parse + analyse of whole run files, and what libxml2 alone needs for their XML, measured in
// turns.
import Assay
import Foundation
import Quantification
import RunFormats

/// Time on the clock, and processor time of this thread, for which the machine's other work does not count; ms.
struct Cost {
    var clock: Double
    var processor: Double

    static func now() -> Cost { Cost(clock: Self.read(CLOCK_MONOTONIC), processor: Self.read(CLOCK_THREAD_CPUTIME_ID)) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}

/// Medians of what is measured in turns.
final class Timer {
    private var costs: [String: [Cost]] = [:]

    func time<T>(_ what: String, _ body: () throws -> T) rethrows -> T {
        let start = Cost.now()
        defer {
            let end = Cost.now()
            costs[what, default: []].append(Cost(clock: end.clock - start.clock, processor: end.processor - start.processor))
        }
        return try body()
    }

    func median(_ what: String) -> Cost {
        let all = costs[what] ?? []
        func middle(_ part: (Cost) -> Double) -> Double { all.isEmpty ? .nan : all.map(part).sorted()[all.count / 2] }
        return Cost(clock: middle(\.clock), processor: middle(\.processor))
    }
}

func cell(_ value: Double, _ decimals: Int = 1) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return String(repeating: " ", count: max(9 - text.count, 0)) + text
}

let rounds = 21
let naming = SampleNaming()
print("ms, median of \(rounds): clock (processor)      read+parse   analyse     whole   libxml2   whole/libxml2")
for file in CommandLine.arguments.dropFirst() {
    let documents = unpacked(file)
    guard !documents.isEmpty, parse(documents) else {
        FileHandle.standardError.write(Data("\(file): no zip archive of XML documents\n".utf8))
        exit(2)
    }
    let timer = Timer()
    for _ in 0..<rounds {
        _ = timer.time("libxml2") { parse(documents) }
        try timer.time("whole") {
            let runs = try timer.time("parse") { try readRuns(Data(contentsOf: URL(filePath: file))) }
            timer.time("analyse") { for run in runs { _ = analyse(run, settings: AssaySettings(), naming: naming) } }
        }
    }
    print(URL(filePath: file).lastPathComponent)
    for (name, part) in [("clock", \Cost.clock), ("processor", \Cost.processor)] {
        let times = ["parse", "analyse", "whole", "libxml2"].map { timer.median($0)[keyPath: part] }
        let label = "  " + name + String(repeating: " ", count: 38 - name.count)
        print(label + times.map { cell($0) }.joined() + cell(times[2] / times[3], 2))
    }
}
