// Letters from a font: FreeType reads it and draws each glyph.
internal import CFreeType
internal import Foundation

/// A font of outlines, in memory. Not to be shared between threads: FreeType draws into the face itself.
final class Typeface {
    private let library: FT_Library
    private let face: FT_Face
    /// FreeType reads from here as long as the face lives.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// Nil where the bytes are no font.
    init?(_ font: Data) {
        var library: FT_Library?, face: FT_Face?
        guard !font.isEmpty, FT_Init_FreeType(&library) == 0, let library else { return nil }
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: font.count)
        _ = bytes.initialize(from: font)
        guard FT_New_Memory_Face(library, bytes.baseAddress, FT_Long(bytes.count), 0, &face) == 0, let face else {
            FT_Done_FreeType(library)
            bytes.deallocate()
            return nil
        }
        self.library = library
        self.face = face
        self.bytes = bytes
    }

    deinit {
        FT_Done_Face(face)
        FT_Done_FreeType(library)
        bytes.deallocate()
    }

    enum Anchor { case left, middle, right }

    /// Width of a text, pixels.
    func width(_ text: String, size: Int) -> Double {
        FT_Set_Pixel_Sizes(face, 0, UInt32(size))
        return text.unicodeScalars.reduce(0) { sum, scalar in
            var (left, top, advance) = (Int32(0), Int32(0), 0)
            return cfreetype_draw(face, UInt(scalar.value), &left, &top, &advance) == nil
                ? sum : sum + Double(advance) / 64
        }
    }

    /// Draws a text on its baseline `y`; characters that the font has not are left out.
    func draw(
        _ text: String, _ x: Double, _ y: Double, size: Int, _ colour: Colour, anchor: Anchor = .left,
        on canvas: inout Canvas
    ) {
        let shift: Double =
            switch anchor {
            case .left: 0
            case .middle: width(text, size: size) / 2
            case .right: width(text, size: size)
            }
        FT_Set_Pixel_Sizes(face, 0, UInt32(size))
        var pen = x - shift
        for scalar in text.unicodeScalars {
            var (left, top, advance) = (Int32(0), Int32(0), 0)
            guard let bitmap = cfreetype_draw(face, UInt(scalar.value), &left, &top, &advance)?.pointee else {
                continue
            }
            let originX = Int(pen.rounded()) + Int(left), originY = Int(y.rounded()) - Int(top)
            for row in 0..<Int(bitmap.rows) {
                for column in 0..<Int(bitmap.width) {
                    guard let grey = bitmap.buffer?[row * Int(bitmap.pitch) + column] else { continue }
                    canvas.mix(originX + column, originY + row, colour, share: Double(grey) / 255)
                }
            }
            pen += Double(advance) / 64
        }
    }
}
