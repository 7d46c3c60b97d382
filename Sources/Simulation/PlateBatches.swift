import Assay

/// A sample that waits for its plate.
struct DueSample: Sendable {
    let taken: CalendarDate
    let patient: String
    let day: Int
    let copies: Double
    let referenceCopies: Double
    /// "P01 D14".
    var name: String { "\(patient) D\(day)" }
}

/// The samples of one run and the day it starts.
struct PlateBatch: Sendable {
    /// A sample waits this many days at most.
    static let delayDaysMax = 3

    let samples: [DueSample]
    let started: CalendarDate

    /// Plates in the order of their runs: samples wait for others until the first has waited long enough or the plate
    /// is full. No run starts after `last`.
    static func batches(of samples: [DueSample], last: CalendarDate, random: inout SeededRandom) -> [PlateBatch] {
        var open: [DueSample] = []
        var groups: [[DueSample]] = []
        for sample in samples.sorted(by: { ($0.taken, $0.patient) < ($1.taken, $1.patient) }) {
            if let first = open.first,
                sample.taken.days(since: first.taken) > delayDaysMax || open.count >= PlateLayout.samplesMax
            {
                groups.append(open)
                open = []
            }
            open.append(sample)
        }
        if !open.isEmpty { groups.append(open) }
        var earliest = Int.min
        return groups.compactMap { group in
            guard let first = group.first, let latest = group.last else { return nil }
            let from = max(latest.taken.dayNumber, earliest)
            let until = max(min(first.taken.dayNumber + delayDaysMax, last.dayNumber), from)
            let day = from + Int(random.next() % UInt64(until - from + 1))
            earliest = day
            return CalendarDate(dayNumber: day).map { PlateBatch(samples: group, started: $0) }
        }
    }
}
