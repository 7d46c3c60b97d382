// A disk whose files appear, grow, move and vanish by a script, with a wall clock that jumps.
import Files
@testable import Monitoring

struct FakeFile {
    /// Which run's bytes these are; negative: no run at all.
    var content: Int
    /// Bytes that have arrived; the file's size may already be the full one.
    var arrived: Int
    var size: Int
    var modified: Int64
    var changed: Int64
    var inode: UInt64
    /// Steady time of the last change of any kind.
    var touched: Duration
    /// The system refuses reads until then.
    var refusedUntil = Duration.zero

    static let fullSize = 1000
    var complete: Bool { content >= 0 && arrived == Self.fullSize }
    var stamp: FileStamp { FileStamp(size: Int64(size), modified: modified, changed: changed, inode: inode) }
}

struct FakeDisk {
    enum Step {
        /// The file is there with so many bytes; `preallocated`: its size is the full one at once.
        case write(BytePath, content: Int, arrived: Int, preallocated: Bool = false)
        /// Another file takes the path, as a rename does.
        case replace(BytePath, content: Int)
        /// In place, with size and modification time restored.
        case rewriteKeepingTime(BytePath, content: Int)
        case remove(BytePath)
        case rename(BytePath, BytePath)
        case refuse(BytePath, for: Duration)
        case stepClock(seconds: Int64)
    }

    var files: [BytePath: FakeFile] = [:]
    var wallOffset: Int64 = 0
    var inode: UInt64 = 1

    mutating func perform(_ step: Step, at now: Duration) {
        let wall = wallOffset + Int64(now / .nanoseconds(1))
        switch step {
        case .write(let path, let content, let arrived, let preallocated):
            if files[path] == nil { inode += 1 }
            files[path] = FakeFile(
                content: content, arrived: arrived, size: preallocated ? FakeFile.fullSize : arrived, modified: wall,
                changed: wall,
                inode: files[path]?.inode ?? inode, touched: now, refusedUntil: files[path]?.refusedUntil ?? .zero)
        case .replace(let path, let content):
            inode += 1
            // A rename keeps the old modification time, which may lie anywhere.
            files[path] = FakeFile(
                content: content, arrived: FakeFile.fullSize, size: FakeFile.fullSize,
                modified: wall - 86_400_000_000_000, changed: wall,
                inode: inode, touched: now)
        case .rewriteKeepingTime(let path, let content):
            guard var file = files[path] else { return }
            file.content = content
            file.arrived = FakeFile.fullSize
            file.changed = wall
            file.touched = now
            files[path] = file
        case .remove(let path): files[path] = nil
        case .rename(let from, let to):
            guard var file = files.removeValue(forKey: from) else { return }
            file.changed = wall
            file.touched = now
            files[to] = file
        case .refuse(let path, let length):
            files[path]?.refusedUntil = now + length
        case .stepClock(let seconds): wallOffset += seconds * 1_000_000_000
        }
    }

    /// Which path a step touches, for the hint.
    static func path(of step: Step) -> BytePath? {
        switch step {
        case .write(let path, _, _, _), .replace(let path, _), .rewriteKeepingTime(let path, _), .remove(let path),
            .rename(_, let path):
            path
        case .refuse, .stepClock: nil
        }
    }
}
