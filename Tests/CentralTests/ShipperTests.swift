import Testing

@testable import Central

@Suite("The shipper")
struct ShipperTests {
    private let away = ShipperEvent.visited(.unreachable("no route"))

    @Test("visits at the start, a moment after a commit, and every five minutes when nothing happens")
    func rhythm() {
        var shipper = Shipper()
        #expect(shipper.handle(.started, at: .zero) == [.visit])
        #expect(
            shipper.handle(.visited(.shipped(records: 3)), at: .seconds(1))
                == [.wait(until: .seconds(1) + Shipper.contactEvery)])
        #expect(shipper.handle(.changed, at: .seconds(5)) == [.wait(until: .seconds(5) + Shipper.settle)])
        #expect(shipper.handle(.tick, at: .seconds(5) + Shipper.settle) == [.visit])
    }

    @Test("visits once more where something was written during a visit")
    func stale() {
        var shipper = Shipper()
        _ = shipper.handle(.started, at: .zero)
        #expect(shipper.handle(.changed, at: .seconds(1)).isEmpty)
        #expect(
            shipper.handle(.visited(.shipped(records: 1)), at: .seconds(2))
                == [.wait(until: .seconds(2) + Shipper.settle)])
    }

    @Test(
        "tells a store that is out of reach once, and asks it less and less often, never less than every five minutes")
    func pauses() {
        var shipper = Shipper()
        var pauses: [Duration] = []
        var told = 0
        _ = shipper.handle(.started, at: .zero)
        var now = Duration.zero
        for _ in 0..<12 {
            for effect in shipper.handle(away, at: now) {
                switch effect {
                case .wait(let until):
                    pauses.append(until - now)
                    now = until
                case .tellUnreachable: told += 1
                default: Issue.record("\(effect)")
                }
            }
            // A commit does not make it ask before its time.
            #expect(shipper.handle(.changed, at: now).isEmpty)
            #expect(shipper.handle(.tick, at: now) == [.visit])
        }
        #expect(told == 1)
        #expect(pauses == pauses.sorted() && pauses.first == Shipper.pauseFirst && pauses.last == Shipper.pauseMax)
        #expect(shipper.handle(.visited(.shipped(records: 9)), at: now).first == .tellReachable)
    }

    @Test("stops for good at a fork")
    func fork() {
        var shipper = Shipper()
        let fork = Fork(sequence: 7, sentence: "Record 7.")
        _ = shipper.handle(.started, at: .zero)
        #expect(shipper.handle(.visited(.forked(fork)), at: .seconds(1)) == [.stop(fork)])
        #expect(shipper.handle(.changed, at: .seconds(2)).isEmpty)
    }
}

@Suite("Heads compared")
struct HeadComparisonTests {
    private let head = ChainPlace(sequence: 9, digest: "d9")

    @Test("go on after what the store holds, from the first record where it holds none")
    func start() throws {
        #expect(try shippingStart(store: nil, head: head, own: nil) == 0)
        #expect(try shippingStart(store: ChainPlace(sequence: 4, digest: "d4"), head: head, own: "d4") == 4)
    }

    @Test("stop where this journal is shorter, or says something else at that place")
    func forks() {
        let there = ChainPlace(sequence: 12, digest: "d12")
        #expect(throws: Fork.self) { try shippingStart(store: there, head: head, own: nil) }
        #expect(throws: Fork.self) {
            try shippingStart(store: ChainPlace(sequence: 4, digest: "x"), head: head, own: "d4")
        }
        #expect(throws: Fork.self) { try compare([head], with: [9: "other"]) }
        #expect(throws: Fork.self) { try compare([head], with: [:]) }
    }
}

@Suite("Who is one person")
struct SubjectMapTests {
    private let a = SiteCode(site: "a", patient: "P01"), b = SiteCode(site: "b", patient: "P01")

    @Test("is never guessed: one code at two sites is two persons until somebody says otherwise")
    func ambiguous() {
        #expect(person("P01", mapped: [], unmapped: [a, b], studyCodes: false) == .ambiguous([a, b]))
        #expect(person("P01", mapped: [], unmapped: [a], studyCodes: false) == .person([a]))
        #expect(person("P01", mapped: [b], unmapped: [a], studyCodes: false) == .ambiguous([a, b]))
        #expect(person("S1", mapped: [a, b], unmapped: [], studyCodes: false) == .person([a, b]))
        #expect(person("S1", mapped: [], unmapped: [], studyCodes: false) == .unknown)
    }

    @Test("is the code itself where all sites use the study's")
    func study() {
        #expect(person("P01", mapped: [], unmapped: [a, b], studyCodes: true) == .person([a, b]))
    }
}

@Suite("Controls across sites")
struct ControlDriftTests {
    private func runs(_ site: String, _ level: Double, _ count: Int = 4) -> [(
        site: String, control: String, target: String, level: Double
    )] { (0..<count).map { (site, "PC", "BCMA-CAR-T", level + Double($0 % 2) * 0.02) } }

    @Test("name the site that has moved against the others")
    func drift() {
        let all = ControlDrift.compare(runs("a", 4) + runs("b", 4.05) + runs("c", 4.5))
        #expect(all.filter(\.drifts).map(\.site) == ["c"])
    }

    @Test("hold each site against the median of the others alone, an odd or an even number of them")
    func others() {
        let three = ControlDrift.compare(runs("b", 4.1) + runs("a", 4) + runs("c", 4.5))
        #expect(near(three, [-0.3, -0.15, 0.45]))
        let four = ControlDrift.compare(runs("d", 4.7) + runs("b", 4.1) + runs("a", 4) + runs("c", 4.2))
        #expect(near(four, [-0.2, -0.1, 0.1, 0.6]))
    }

    private func near(_ controls: [SiteControl], _ deviations: [Double]) -> Bool {
        controls.count == deviations.count
            && zip(controls, deviations).allSatisfy { abs(($0.deviation ?? .infinity) - $1) < 1e-9 }
    }

    @Test("name nobody between two sites, or by fewer than three runs")
    func tooFew() {
        let two = ControlDrift.compare(runs("a", 4) + runs("b", 5))
        #expect(two.filter(\.drifts).isEmpty && two.count == 2)
        #expect(ControlDrift.compare(runs("a", 4) + runs("b", 4) + runs("c", 9, 2)).map(\.site) == ["a", "b"])
    }
}

@Suite("A connection string")
struct CentralSettingsTests {
    @Test(
        "holds no password, and asks for the server's certificate",
        arguments: [
            "host=a password=x", "postgresql://u:secret@a/central", "host=a sslmode=require", "host=a sslpassword=x",
        ])
    func refused(text: String) { #expect(connectionFault(text) != nil) }

    @Test(
        "may be libpq's own, a URI or a service",
        arguments: [
            "host=a port=5432 dbname=central sslmode=verify-full", "postgresql://u@a/central", "service=centre",
        ])
    func taken(text: String) { #expect(connectionFault(text) == nil) }
}
