/// The `d` of a path in whole units by relative steps, as short as it can be: a page has hundreds of curves.
struct SteppedPath {
    private var out: [UInt8] = []
    /// Where the pen stands, and where it was set down; nil while it is up.
    private var pen: (x: Int, y: Int)?
    /// Not written yet: it grows while the next one goes on in its direction.
    private var step: (x: Int, y: Int)?
    private var isDrawing = false

    var text: String { String(decoding: out, as: UTF8.self) }

    /// - Parameter x: no less than before.
    mutating func go(toX x: Int, y: Int) {
        guard let from = pen else {
            pen = (x, y)
            return
        }
        let next = (x: x - from.x, y: y - from.y)
        if !isDrawing {
            out += Array("M\(from.x)".utf8)
            append(from.y, isFirst: false)
            out.append(UInt8(ascii: "l"))
        }
        if let last = step, last.x > 0, next.x > 0, last.x * next.y == last.y * next.x {
            step = (last.x + next.x, last.y + next.y)
        } else {
            write()
            step = next
        }
        (pen, isDrawing) = ((x, y), true)
    }

    /// What follows begins anew; a point by itself draws nothing.
    mutating func lift() {
        write()
        (pen, isDrawing, isFirst) = (nil, false, true)
    }

    private var isFirst = true

    private mutating func write() {
        guard let step else { return }
        append(step.x, isFirst: isFirst)
        append(step.y, isFirst: false)
        (self.step, isFirst) = (nil, false)
    }

    /// A minus parts two numbers by itself.
    private mutating func append(_ number: Int, isFirst: Bool) {
        if !isFirst, number >= 0 { out.append(32) }
        out += Array(String(number).utf8)
    }
}
