// Rested files in the order in which they are to be read; entries whose file moved on are passed over by who takes
// them.
internal import Files

struct ReadQueue: Sendable {
    private var paths: [BytePath] = []
    private var head = 0

    var isEmpty: Bool { head == paths.count }

    mutating func enqueue(_ path: BytePath) { paths.append(path) }

    mutating func dequeue() -> BytePath? {
        guard !isEmpty else { return nil }
        defer {
            head += 1
            if isEmpty { (paths, head) = ([], 0) }
        }
        return paths[head]
    }
}
