// Files that people drop by mistake, told by their first bytes, so that the refusal says what the file is.
internal import Foundation

enum ForeignFile {
    /// What the file is, as a noun phrase; nil where its beginning does not tell.
    static func kind(_ bytes: Data) -> String? {
        let head = Array(bytes.prefix(512))
        if let found = marks.first(where: { head.starts(with: $0.mark) }) { return found.kind }
        // Letters alone, so that UTF-16 reads as UTF-8 does.
        let letters = String(decoding: head.filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self).lowercased()
        return letters.hasPrefix("<!doctypehtml") || letters.hasPrefix("<html") ? "a web page (HTML)" : nil
    }

    /// The same for a zip, by the names of its members.
    static func kind(zipped members: [ZipArchive.Member]) -> String? {
        let names = Set(members.map(\.name))
        if names.contains("[content_types].xml") {
            return names.contains("workbook.xml") || names.contains("workbook.bin")
                ? "an Excel workbook" : "an Office document"
        }
        if names.contains("mimetype"), names.contains("content.xml") { return "an OpenDocument file" }
        return nil
    }

    static func refusal(_ kind: String) -> ReadFailure {
        let remedy =
            kind.contains("Excel")
            ? "Save its table as text (tab-separated or CSV), or export the run's project file."
            : "Export the run's project file (.lc96p), RDML or the result table as text."
        return .unreadable("The file is \(kind) and no run. \(remedy)")
    }

    private static let marks: [(mark: [UInt8], kind: String)] = [
        (Array("%PDF".utf8), "a PDF document"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an Office document from before 2007 (Excel 97 or the like)"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"), ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
        (Array("GIF8".utf8), "a picture (GIF)"),
        ([0x49, 0x49, 0x2A, 0], "a picture (TIFF)"), ([0x4D, 0x4D, 0, 0x2A], "a picture (TIFF)"),
        ([0x1F, 0x8B], "an archive packed with gzip"),
        ([0x37, 0x7A, 0xBC, 0xAF], "an archive packed with 7-Zip"), (Array("Rar!".utf8), "an archive packed with RAR"),
        (Array("SQLite format 3".utf8), "a SQLite database"), ([0x7F, 0x45, 0x4C, 0x46], "a program"),
        (Array("{\\rtf".utf8), "a Rich Text document"),
    ]
}
