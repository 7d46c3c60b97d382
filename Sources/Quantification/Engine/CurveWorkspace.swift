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
    /// SD of one cycle on the scaled curve; nil where it cannot be told. Set by `loadWithoutSpikes`.
    var noise: Double?
    /// For sorting and smoothing, as long as the curve each.
    private(set) var scratch: UnsafeMutableBufferPointer<Double>
    private(set) var smooth: UnsafeMutableBufferPointer<Double>
    private var memory: UnsafeMutableRawBufferPointer
    private var capacity = 0

    init() {
        memory = .allocate(byteCount: 0, alignment: MemoryLayout<Lanes>.alignment)
        y = UnsafeMutableBufferPointer(start: nil, count: 0)
        present = y
        weight = y
        scratch = y
        smooth = y
    }

    /// Makes room for a curve of `cycles`, every cycle missing.
    mutating func reset(cycles: Int) {
        count = cycles
        padded = (cycles + 3) & ~3
        if padded > capacity {
            memory.deallocate()
            capacity = padded
            memory = .allocate(
                byteCount: 5 * capacity * MemoryLayout<Double>.stride, alignment: MemoryLayout<Lanes>.alignment)
            let all = memory.bindMemory(to: Double.self)
            func part(_ n: Int) -> UnsafeMutableBufferPointer<Double> {
                .init(rebasing: all[(n * capacity)..<((n + 1) * capacity)])
            }
            (y, present, weight, scratch, smooth) = (part(0), part(1), part(2), part(3), part(4))
        }
        for i in 0..<padded {
            y.initializeElement(at: i, to: 0)
            present.initializeElement(at: i, to: 0)
            weight.initializeElement(at: i, to: 0)
            scratch.initializeElement(at: i, to: 0)
            smooth.initializeElement(at: i, to: 0)
        }
    }

    deinit { memory.deallocate() }
}

extension UnsafeMutableBufferPointer<Double> {
    /// Four neighbours from `i` on, a multiple of four.
    @inline(__always)
    func lanes(_ i: Int) -> Lanes {
        UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: i * MemoryLayout<Double>.stride, as: Lanes.self)
    }

    @inline(__always)
    func store(_ lanes: Lanes, at i: Int) {
        self[i] = lanes[0]
        self[i + 1] = lanes[1]
        self[i + 2] = lanes[2]
        self[i + 3] = lanes[3]
    }

    /// The element that sorting would put at `rank`, 0 ≤ rank < count; reorders the buffer (Hoare 1961: selection, a
    /// few passes where sorting takes many).
    func select(_ rank: Int) -> Double {
        var low = 0, high = count - 1
        while low < high {
            let pivot = self[(low + high) / 2]
            var i = low, j = high
            while i <= j {
                while self[i] < pivot { i += 1 }
                while self[j] > pivot { j -= 1 }
                if i <= j {
                    swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if rank <= j { high = j } else if rank >= i { low = i } else { break }
        }
        return self[rank]
    }
}
