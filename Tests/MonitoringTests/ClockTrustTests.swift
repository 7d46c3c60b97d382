import Foundation
@testable import Monitoring
import Testing

@Suite("The wall clock")
struct ClockTrustTests {
    private let day = 86_400.0
    private let noon = Date(timeIntervalSince1970: 1_700_000_000)
    private func look(_ clock: inout ClockTrust, _ days: Double, at hours: Double, kept: Bool = false) {
        clock.look(
            wall: noon.addingTimeInterval(days * day), steady: .seconds(hours * 3600), isVouchedFor: kept,
            aheadMax: 2 * day)
    }

    @Test("is believed where nothing speaks against it, and where a time server keeps it")
    func believed() {
        var first = ClockTrust(believed: nil)
        look(&first, 4000, at: 0)
        #expect(first.doubt == nil)
        var soon = ClockTrust(believed: noon)
        look(&soon, 1.9, at: 0)
        #expect(soon.doubt == nil)
        var kept = ClockTrust(believed: noon)
        look(&kept, 4000, at: 0, kept: true)
        #expect(kept.doubt == nil)
    }

    @Test(
        "is doubted at a start years ahead or behind, and what it was last believed at stays known for the next start")
    func start() {
        var clock = ClockTrust(believed: noon)
        look(&clock, 4000, at: 0)
        #expect(clock.doubt == .ahead(noon))
        #expect(clock.believed == noon)
        var right = ClockTrust(believed: clock.believed)
        look(&right, 0.5, at: 0)
        #expect(right.doubt == nil)
        var behind = ClockTrust(believed: noon)
        look(&behind, -1, at: 0)
        #expect(behind.doubt == .behind(noon))
    }

    @Test("is doubted when it jumps while we run, and believed as soon as it is back")
    func jump() {
        var clock = ClockTrust(believed: noon)
        look(&clock, 0, at: 0)
        look(&clock, 0.5, at: 12)
        look(&clock, 3000, at: 12.01)
        #expect(clock.doubt != nil)
        look(&clock, 0.51, at: 12.2)
        #expect(clock.doubt == nil)
        look(&clock, 0.2, at: 12.3)
        #expect(clock.doubt != nil)
    }

    @Test("that runs on for a week without a record is no clock that jumped")
    func quiet() {
        var clock = ClockTrust(believed: noon)
        for hour in 0..<24 * 7 { look(&clock, Double(hour) / 24, at: Double(hour)) }
        look(&clock, 30, at: 24 * 30)
        #expect(clock.doubt == nil)
    }

    @Test("is believed again when a run of now comes, not one of a backlog, and after a day at the latest")
    func ends() {
        var clock = ClockTrust(believed: noon)
        look(&clock, 21, at: 0)
        clock.hear(of: noon, wall: noon.addingTimeInterval(21 * day), steady: .zero, aheadMax: 2 * day)
        #expect(clock.doubt != nil)
        clock.hear(
            of: noon.addingTimeInterval(20.9 * day), wall: noon.addingTimeInterval(21 * day), steady: .zero,
            aheadMax: 2 * day)
        #expect(clock.doubt == nil)
        var patient = ClockTrust(believed: noon)
        look(&patient, 21, at: 0)
        look(&patient, 21.9, at: 21.6)
        #expect(patient.doubt != nil)
        look(&patient, 22, at: 24)
        #expect(patient.doubt == nil)
    }
}
