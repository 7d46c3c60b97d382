internal import CPNG
internal import Foundation

extension Canvas {
    /// The picture as a PNG file; nil where libpng refuses.
    func png() -> Data? {
        // No file is larger than the pixels and a frame around them.
        var size = pixels.count + pixels.count / 100 + 4096
        var file = Data(count: size)
        let written = file.withUnsafeMutableBytes { target in
            cpng_write(pixels, UInt32(width), UInt32(height), target.baseAddress, &size)
        }
        return written != 0 && size <= file.count ? file.prefix(size) : nil
    }
}
