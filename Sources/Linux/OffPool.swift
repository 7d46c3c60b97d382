// Where blocking calls run.
internal import Foundation

/// Runs a blocking call on a thread of its own, never on the cooperative pool. How many at a time, the caller bounds.
/// No dispatch queue: libdispatch's pool, once it exists, wakes the process every second for as long as that lives.
public func offPool<T: Sendable, Failure: Error>(_ body: @escaping @Sendable () throws(Failure) -> T)
    async throws(Failure) -> T
{
    let result: Result<T, Failure> = await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: Result { () throws(Failure) in try body() }) }
    }
    return try result.get()
}
