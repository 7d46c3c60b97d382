// Where a document's bytes come from, piece by piece.
internal import Foundation

protocol ByteSource: AnyObject {
    /// Fills the buffer from its start; 0 at the end and after a failure.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
    /// Why the bytes ended early; nil where they did not.
    var failure: String? { get }
}

/// Bytes that lie in memory.
final class MemorySource: ByteSource {
    private let bytes: Data
    private var position: Data.Index
    var failure: String? { nil }

    init(_ bytes: Data) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.endIndex - position)
        guard count > 0 else { return 0 }
        bytes.copyBytes(to: buffer, from: position..<position + count)
        position += count
        return count
    }
}
