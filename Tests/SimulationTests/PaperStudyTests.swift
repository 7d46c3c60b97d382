import Assay
import Foundation
@testable import Simulation
import TestSupport
import Testing

@Suite("The study's cohort")
struct PaperStudyTests {
    let lastVisit = CalendarDate(year: 2026, month: 11, day: 22) ?? CalendarDate(dayNumber: 0)

    func study(_ seed: UInt64) throws -> PaperStudy { PaperStudy(seed: seed, lastVisit: try #require(lastVisit)) }

    @Test("tells the study's story at every seed", arguments: [1, 2, 3, 20, 77] as [UInt64])
    func story(seed: UInt64) throws {
        let study = try study(seed)
        let byPatient = Dictionary(grouping: study.samples, by: \.patient)
        let peaks = byPatient.compactMapValues { $0.map(\.copies).max() }
        #expect(peaks.count == 10)
        #expect(peaks.values.filter { $0 > 1.3e5 }.count == 7)
        #expect(peaks.values.filter { $0 < 7e4 }.count == 3)
        for (patient, outcome) in study.outcomes where outcome == .completeRemission || outcome == .partialRemission {
            let held = try #require(byPatient[patient]).filter { $0.day >= 60 }.map(\.copies)
            #expect(held.count == 8 && held.allSatisfy { (8_526...116_433).contains($0) })
        }
        let stable = try #require(byPatient["P03"])
        let relapse = try #require(stable.last)
        #expect(relapse.day == 307 && (70...84).contains(relapse.copies))
        #expect(stable.allSatisfy { $0.copies < 7e4 })
        #expect(byPatient["P07"]?.map(\.day) == [0, 7, 14, 21])
        #expect(study.samples.filter { $0.day == 0 }.allSatisfy { $0.copies == 0 })
    }

    @Test("keeps eight patients in remission with a median near 25,000 copies")
    func median() throws {
        let study = try study(1)
        let remission = study.samples.filter { $0.day >= 60 && $0.patient != "P03" }.map(\.copies).sorted()
        #expect(remission.count == 64)
        #expect((20_000...30_000).contains(remission[32]))
    }

    @Test("approaches 1×10^5 in no sample that would leave it open whether it was reached")
    func clearOfTheThreshold() throws {
        for seed in seeds(1...20) {
            for (patient, samples) in Dictionary(grouping: try study(seed).samples, by: \.patient) {
                let first = samples.filter { $0.copies > 7e4 }.min { $0.day < $1.day }
                #expect(first.map { $0.copies > 1.3e5 } ?? true, "\(patient), seed \(seed)")
            }
        }
    }

    @Test("runs every sample within three days, in order, none after the last visit, at most a plateful")
    func plates() throws {
        let study = try study(1)
        let last = try #require(lastVisit)
        #expect((20...40).contains(study.plates.count))
        #expect(study.plates.map(\.fileName) == study.plates.map(\.fileName).sorted())
        #expect(Set(study.plates.map(\.fileName)).count == study.plates.count)
        #expect(zip(study.plates, study.plates.dropFirst()).allSatisfy { $0.design.start <= $1.design.start })
        #expect(study.samples.map(\.taken).max() == last)
        let taken = Dictionary(uniqueKeysWithValues: study.samples.map { ("\($0.patient) D\($0.day)", $0.taken) })
        var seen: Set<String> = []
        for plate in study.plates {
            #expect(plate.design.start.date <= last && plate.design.wells.count <= 96)
            let names = Set(plate.design.wells.filter { $0.type == .unknown }.map(\.sample))
            for name in names {
                let day = try #require(taken[name])
                #expect((0...3).contains(plate.design.start.date.days(since: day)))
                #expect(plate.design.wells.filter { $0.sample == name && $0.target == PlateLayout.target }.count == 3)
                #expect(
                    plate.design.wells.filter { $0.sample == name && $0.target == PlateLayout.reference }.count == 3)
            }
            #expect(seen.isDisjoint(with: names))
            seen.formUnion(names)
        }
        #expect(seen.count == study.samples.count)
    }

    @Test("writes the patients with infusion, dose, outcome, physician and what ended their observation")
    func patients() throws {
        let rows = try study(1).patientsCSV.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.first?.joined(separator: ",") == "patient,infusion,dose,group,physician,ended,reason")
        #expect(rows.count == 11 && rows.allSatisfy { $0.count == 7 })
        let dead = try #require(rows.first { $0[0] == "P07" })
        let infusion = try #require(CalendarDate(iso: dead[1])), ended = try #require(CalendarDate(iso: dead[5]))
        #expect(ended.days(since: infusion) == 24 && dead[6] == "death")
        #expect(rows.dropFirst().allSatisfy { Patient.isCode($0[0]) && $0[4] == PaperStudy.physician })
    }

    @Test("gives the same files for the same seed, with a run id of its own each")
    func determinism() throws {
        let first = try study(5), second = try study(5)
        let plate = try #require(first.plates.last)
        #expect(try plate.container() == second.plates.last?.container())
        let ids = first.plates.map { PlateRecord($0.design, seed: $0.seed).runID }
        #expect(Set(ids).count == ids.count)
    }
}

@Suite("Kinetics of expansion")
struct ExpansionKineticsTests {
    @Test("rise 3,900-fold to the peak, halve in about 4.3 days after it, and end on the plateau")
    func shape() {
        let kinetics = ExpansionKinetics(peak: 24_000, peakDay: 9.3, persistent: 0.0079, slowLoss: 0.0032)
        #expect(kinetics.copies(day: 0) == 0)
        #expect(abs(kinetics.copies(day: 9.3) - 24_000) < 1e-6)
        #expect(abs(kinetics.copies(day: 9.3 + 4.33) / 24_000 - 0.504) < 0.005)
        #expect(abs(kinetics.copies(day: 300) / (24_000 * 0.0079 * exp(-0.0032 * 290.7)) - 1) < 1e-9)
    }

    @Test("fall to the last level of a relapse")
    func decline() {
        let kinetics = ExpansionKinetics(
            peak: 4e4, peakDay: 14, persistent: 0.6, slowLoss: 0.0015, decline: .init(from: 255, to: 307, copies: 84))
        #expect(abs(kinetics.copies(day: 307) - 84) < 1e-9)
        #expect(kinetics.copies(day: 240) > 1e4)
    }
}
