// What every target shares: how it is called, what it begins with, and what must hold of whatever comes out.
internal import Foundation

struct Target: Sendable {
    let name: String
    /// Small inputs of the right kind, from which libFuzzer begins.
    let seeds: @Sendable () throws -> [Data]
    /// Given the bytes; what it returns is 0, as libFuzzer asks.
    let callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
}

/// A new target is one file and one entry here.
let targets = [
    container, containerMembers, rdml, tables, curves, series, configuration, patients, journal,
    hl7, fhir, token, smtp, web,
]

/// libFuzzer's bytes as a value.
func data(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Data {
    bytes.map { Data(bytes: $0, count: count) } ?? Data()
}

/// What must hold: libFuzzer keeps the bytes that broke it.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) {
    guard !condition else { return }
    FileHandle.standardError.write(Data("does not hold: \(what())\n".utf8))
    abort()
}

/// A sentence that a person can read: it ends as one, and does not carry the file's own bytes along without measure.
func holdSentence(_ text: String) {
    hold(text.hasSuffix("."), "a reason is a sentence: \(text)")
    hold(text.count > 10 && text.utf8.count < 4096, "a reason is of a readable length: \(text.utf8.count) bytes")
    hold(
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0.value != 0x202E },
        "a reason steers no terminal: \(text.debugDescription)")
}
