// Devices that must not be missing: a bar-code reader, an instrument's link.
internal import Assay

/// Whether a named device is there.
struct Presence: Sendable {
    var isThere: Bool
    /// When its loss is to be told; nil while it is there, and once that was told.
    var due: Duration?
}

extension Monitor {
    mutating func apply(_ standing: DeviceStanding, of name: String, at now: Duration, _ effects: inout [Effect]) {
        let before = presences[name]
        switch standing {
        case .unnamed: presences[name] = nil
        case .there:
            if before?.isThere != true { effects.append(.recordPresence(name, .arrived)) }
            presences[name] = Presence(isThere: true)
        case .absent(let lossSeconds):
            if before?.isThere == false { return }
            effects.append(.recordPresence(name, .lost))
            presences[name] = Presence(isThere: false, due: now + duration(lossSeconds))
        }
    }

    /// A loss is told once.
    mutating func findMissing(at now: Duration, _ effects: inout [Effect]) {
        for (name, presence) in presences.sorted(by: { $0.key < $1.key }) {
            guard let due = presence.due, due <= now else { continue }
            presences[name]?.due = nil
            effects.append(.recordPresence(name, .missing))
        }
    }
}
