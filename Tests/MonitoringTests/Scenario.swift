// What happens to the files of one simulated hour: a script drawn from a seed.
import Files
@testable import Monitoring
import TestSupport

struct Scenario {
    static let roots = [BytePath("/local"), BytePath("/share")]
    /// All is quiet after this.
    static let quietAfter = Duration.seconds(400)

    var steps: [(at: Duration, step: FakeDisk.Step)] = []
    /// Contents of complete runs that lie on the disk at the end: each must be journaled.
    var expected: Set<Int> = []
    /// Paths that end as what is no run: each must be recorded as unreadable.
    var unreadable: Set<BytePath> = []

    init(seed: UInt64, runs: Int) {
        var generator = SeededNumbers(seed: seed)
        for run in 0..<runs { add(run, &generator) }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            steps.append(
                (
                    .milliseconds(Int.random(in: 0...400_000, using: &generator)),
                    .stepClock(seconds: Int64.random(in: -100_000...100_000, using: &generator))
                ))
        }
        steps.sort { $0.at < $1.at }
    }

    private mutating func add(_ run: Int, _ generator: inout SeededNumbers) {
        let root = Self.roots[Int.random(in: 0..<Self.roots.count, using: &generator)]
        let path = root.appending(Array("run \(run)".utf8))
        let other = root.appending(Array("copy of \(run)".utf8))
        var at = Duration.milliseconds(Int.random(in: 0...200_000, using: &generator))
        func pause(_ max: Int) -> Duration { .milliseconds(Int.random(in: 1...max, using: &generator)) }
        var ends = true
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: steps.append((at, .replace(path, content: run)))
        case 1, 2: grow(path, run, &at, &generator)
        case 3:
            // Rewritten in place: first another run, then this one, while the first may be being read.
            steps.append((at, .write(path, content: run, arrived: FakeFile.fullSize)))
            at += pause(30_000)
            steps.append((at, .write(path, content: run + 1000, arrived: 10)))
            at += pause(5_000)
            steps.append((at, .write(path, content: run + 1000, arrived: FakeFile.fullSize)))
            expected.insert(run + 1000)
            ends = false
        case 4:
            grow(path, run, &at, &generator)
            at += pause(4_000)
            steps.append((at, .remove(path)))
            at += pause(30_000)
            steps.append((at, .replace(path, content: run)))
        case 5:
            steps.append((at, .write(path, content: run, arrived: FakeFile.fullSize)))
            steps.append((at + pause(40_000), .write(other, content: run, arrived: FakeFile.fullSize)))
        case 6:
            steps.append((at, .write(path, content: run, arrived: FakeFile.fullSize)))
            steps.append((at, .refuse(path, for: pause(120_000))))
        case 7:
            steps.append((at, .write(path, content: -1, arrived: FakeFile.fullSize)))
            unreadable.insert(path)
            if Bool.random(using: &generator) {
                at += pause(60_000)
                steps.append((at, .rewriteKeepingTime(path, content: run)))
                unreadable.remove(path)
            } else {
                ends = false
            }
        default:
            // Under a working name, then renamed while it may be being read.
            grow(other, run, &at, &generator)
            at += pause(8_000)
            steps.append((at, .rename(other, path)))
        }
        if ends { expected.insert(run) }
    }

    /// Arrives in pieces; one in three stays incomplete for good.
    private mutating func grow(_ path: BytePath, _ run: Int, _ at: inout Duration, _ generator: inout SeededNumbers) {
        let preallocated = Bool.random(using: &generator)
        for arrived in [0, 100, 400, 999] where Bool.random(using: &generator) {
            steps.append((at, .write(path, content: run, arrived: arrived, preallocated: preallocated)))
            at += .milliseconds(Int.random(in: 1...12_000, using: &generator))
        }
        steps.append((at, .write(path, content: run, arrived: FakeFile.fullSize)))
    }
}
