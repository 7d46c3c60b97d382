internal import Foundation

/// How often each person may ask: so many at once, then so many a second ("token bucket").
struct WebRate {
    let burst: Double
    let perSecond: Double
    private var left: [String: (tokens: Double, at: Date)] = [:]

    init(burst: Double, perSecond: Double) {
        (self.burst, self.perSecond) = (burst, perSecond)
    }

    mutating func admits(_ user: String, at now: Date) -> Bool {
        if left.count >= WebLimits.personsMax, left[user] == nil { forget(now) }
        let known = left[user]
        // A clock that was set back gives nothing, and takes nothing.
        let waited = max(known.map { now.timeIntervalSince($0.at) } ?? 0, 0)
        let tokens = min(burst, (known?.tokens ?? burst) + waited * perSecond)
        guard tokens >= 1 else { return false }
        left[user] = (tokens - 1, now)
        return true
    }

    /// A full bucket is as good as none and is dropped. Where none is full, all are: everybody begins anew.
    private mutating func forget(_ now: Date) {
        left = left.filter { $0.value.tokens + now.timeIntervalSince($0.value.at) * perSecond < burst }
        if left.count >= WebLimits.personsMax { left = [:] }
    }
}
