// What the daemon asks its examiner, a process of its own, and what that answers: frames of a length and so many bytes
// over two pipes.
internal import Assay
internal import Configuration
internal import Foundation
internal import Quantification
internal import RunFormats

/// How bytes become an analysis; it goes before the bytes.
struct ExaminationOrder: Codable {
    var settings: AssaySettings
    /// `samples.pattern`.
    var pattern: String
}

enum ExaminationAnswer: Codable, Sendable {
    case runs([RunAnalysis])
    /// Bytes are missing: the file may still be arriving.
    case incomplete(String)
    case unreadable(String)
}

/// Bytes to analyses, or why not. A run that lacks something is not taken: the rest may still be arriving.
func examine(_ bytes: Data, _ settings: AssaySettings, _ naming: SampleNaming) -> ExaminationAnswer {
    do throws(ReadFailure) {
        let runs = try readRuns(bytes)
        if let lack = runs.lazy.compactMap(\.incomplete).first { return .incomplete(lack) }
        return .runs(runs.map { analyse($0, settings: settings, naming: naming, keepingCurves: true) })
    } catch {
        return switch error {
        case .incomplete(let reason): .incomplete(reason)
        case .unreadable(let reason): .unreadable(reason)
        }
    }
}

enum ExaminationFrame {
    /// Numbers that are none travel as words.
    private static let words = ("inf", "-inf", "nan")
    static let lengthBytes = 8

    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: words.0, negativeInfinity: words.1, nan: words.2)
        return try encoder.encode(value)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: words.0, negativeInfinity: words.1, nan: words.2)
        return try decoder.decode(type, from: bytes)
    }

    static func head(_ count: Int) -> Data { withUnsafeBytes(of: UInt64(count).littleEndian) { Data($0) } }

    /// - Parameter bytes: exactly `lengthBytes`.
    static func length(_ bytes: Data) -> Int? {
        let value = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value).flatMap { $0 <= bytesMax ? $0 : nil }
    }

    /// A longer frame is none of ours.
    static let bytesMax = 1 << 33
}
