// Which seeds a simulation runs over, so that a failing one can be run again alone: make test SEED=7.
internal import Foundation

/// The seeds of a test, or the one that the environment's `SEED` names.
public func seeds(_ usual: some Sequence<UInt64>) -> [UInt64] {
    ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(usual)
}

/// The one seed of a test that draws once: the environment's `SEED`, else the given one.
public func seed(_ usual: UInt64) -> UInt64 { seeds([usual])[0] }
