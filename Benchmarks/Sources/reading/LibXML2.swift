// What libxml2 alone needs: the same XML, unpacked beforehand, through its SAX parser with nobody listening. Nothing
// that reads this XML by libxml2 can be faster.
internal import CXML2
internal import CZip

/// The files in a zip archive, unpacked.
func unpacked(_ path: String) -> [[UInt8]] {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else { return [] }
    defer { zip_discard(archive) }
    return (0..<UInt64(max(zip_get_num_entries(archive, 0), 0))).compactMap { index in
        var about = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &about) == 0, let file = zip_fopen_index(archive, index, 0) else { return nil }
        defer { zip_fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Int(about.size))
        return zip_fread(file, &bytes, about.size) == Int64(about.size) ? bytes : nil
    }
}

/// True where all of it is well-formed.
func parse(_ documents: [[UInt8]]) -> Bool {
    documents.allSatisfy { document in
        var silent = xmlSAXHandler()
        silent.initialized = UInt32(XML_SAX2_MAGIC)
        return document.withUnsafeBytes { xmlSAXUserParseMemory(&silent, nil, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count)) } == 0
    }
}
