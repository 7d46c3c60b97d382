// A wait that needs no pool: Task.sleep would start libdispatch's, which wakes the process every second from then on.
internal import Foundation

/// Waits on a thread of its own; a cancelled task ends the wait at once.
/// - Returns: whether the time is over.
@discardableResult
public func pause(seconds: Double) async -> Bool {
    let cancelled = Semaphore()
    return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: !cancelled.wait(atMost: .seconds(seconds))) }
        }
    } onCancel: {
        cancelled.signal()
    }
}
