// Names as the vendor writes them.
internal import Assay

/// Whether a document came from a LightCycler 96: its publisher and the software that collected it.
func isLightCycler96(_ document: RDMLDocument) -> Bool {
    document.publisher == "Roche Diagnostics" && document.runs.contains { $0.softwareName?.hasSuffix("96") ?? false }
}

/// "dye@gene", split at the first "@": a gene may hold more of them. The gene is nil where the file leaves it undefined
/// and puts a GUID.
func dyeAndGene(ofTarget id: String, undefined: Set<String>) -> (dye: String?, gene: String?) {
    guard let at = id.firstIndex(of: "@") else {
        return (nil, undefined.contains(id) || isGUID(id) ? nil : id.nonEmpty)
    }
    let gene = String(id[id.index(after: at)...])
    return (String(id[..<at]).nonEmpty, undefined.contains(id) || isGUID(gene) ? nil : gene.nonEmpty)
}

func isGUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
}

/// The vendor escapes "®" twice: what the XML parser leaves of `&amp;#174;` is `&#174;`.
func unescapedOnceMore(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let begin = rest.firstRange(of: "&#"), let end = rest[begin.upperBound...].firstIndex(of: ";") {
        result += rest[..<begin.lowerBound]
        let digits = rest[begin.upperBound..<end]
        let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        if let scalar = number.flatMap(UnicodeScalar.init), scalar.value >= 0x20 {
            result.unicodeScalars.append(scalar)
        } else {
            result += rest[begin.lowerBound...end]
        }
        rest = rest[rest.index(after: end)...]
    }
    return result + rest
}
