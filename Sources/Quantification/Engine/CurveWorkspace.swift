// One owner of the numbers that a fit works on. It grows to the longest curve seen and is used again for the next
// curve, so that calling a plate allocates nothing a curve.

struct CurveWorkspace: ~Copyable {
    /// Cycles in use, and the same rounded up to whole vectors; the cycles beyond `count` weigh 0.
    private(set) var count = 0
    private(set) var padded = 0
    /// Scaled fluorescence, 0 where a cycle is missing.
    private(set) var y: UnsafeMutableBufferPointer<Double>
    /// 1 where a cycle counts, 0 where it is missing.
    private(set) var present: UnsafeMutableBufferPointer<Double>
    /// Weight in the fit; 0 where a cycle is missing.
    private(set) var weight: UnsafeMutableBufferPointer<Double>
    /// The fitted sigmoid without offset and height, 0…1.
    private(set) var shape: UnsafeMutableBufferPointer<Double>
    /// For sorting and smoothing.
    private(set) var scratch: UnsafeMutableBufferPointer<Double>
    private var capacity = 0

    init() {
        y = .allocate(capacity: 0)
        present = .allocate(capacity: 0)
        weight = .allocate(capacity: 0)
        shape = .allocate(capacity: 0)
        scratch = .allocate(capacity: 0)
    }

    /// Makes room for a curve of `cycles`, every cycle missing.
    mutating func reset(cycles: Int) {
        count = cycles
        padded = (cycles + 3) & ~3
        if padded > capacity {
            release()
            capacity = padded
            y = .allocate(capacity: capacity)
            present = .allocate(capacity: capacity)
            weight = .allocate(capacity: capacity)
            shape = .allocate(capacity: capacity)
            scratch = .allocate(capacity: capacity)
        }
        for i in 0..<padded {
            y.initializeElement(at: i, to: 0)
            present.initializeElement(at: i, to: 0)
            weight.initializeElement(at: i, to: 0)
            shape.initializeElement(at: i, to: 0)
            scratch.initializeElement(at: i, to: 0)
        }
    }

    private func release() {
        y.deallocate()
        present.deallocate()
        weight.deallocate()
        shape.deallocate()
        scratch.deallocate()
    }

    deinit { release() }
}
