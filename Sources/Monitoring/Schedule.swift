// When each waiting file is due, the earliest first: a binary heap, so that ten thousand files cost no more than ten.
internal import Files

struct Schedule: Sendable {
    struct Due: Sendable {
        let at: Duration
        let path: BytePath
    }

    private var heap: [Due] = []

    var next: Duration? { heap.first?.at }
    var count: Int { heap.count }

    mutating func insert(_ path: BytePath, at: Duration) {
        heap.append(Due(at: at, path: path))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the earliest where it is due.
    mutating func popDue(_ now: Duration) -> Due? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
