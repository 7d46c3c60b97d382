// What a receiver's answer says of the message that it answers.
public import Foundation
public import Hospital
internal import Text

/// Characters of a receiver's own words that are kept.
private let reasonMax = 300
/// Segments of an answer that are looked at: an acknowledgement has three.
private let segmentsMax = 100

/// - Parameters:
///   - answer: the content of one MLLP frame.
///   - control: MSH-10 of the message that waits for it.
public func verdict(on answer: Data, for control: String) -> Verdict {
    let text = String(decoding: answer, as: UTF8.self).replacing("\r\n", with: "\r").replacing("\n", with: "\r")
    guard text.hasPrefix("MSH"), let separator = text.dropFirst(3).first, separator.isASCII, !separator.isLetter else {
        return .again("the answer is no HL7 message: \(shown(text, max: 60))")
    }
    let segments = text.split(separator: "\r", maxSplits: segmentsMax).map {
        $0.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    guard let acknowledgement = segments.first(where: { $0.first == "MSA" }), acknowledgement.count > 2 else {
        return .again("the answer holds no MSA: \(shown(text, max: 60))")
    }
    let answered = acknowledgement[2].trimmingCharacters(in: .whitespaces)
    guard answered == control else { return .again("the answer is for \(shown(answered)), not for \(control)") }
    let words = shown(words(acknowledgement, segments.filter { $0.first == "ERR" }), max: reasonMax)
    let code = acknowledgement[1].trimmingCharacters(in: .whitespaces)
    let said = words.isEmpty ? code : "\(code): \(words)"
    switch code {
    case "AA", "CA": return .accepted(said)
    case "AE", "CE": return .again("the receiver answers \(said)")
    case "AR", "CR": return .refused("the receiver answers \(said)")
    default: return .again("the receiver answers with the unknown code \(shown(said))")
    }
}

/// MSA-3, and of each ERR its place, code, and words for people.
private func words(_ acknowledgement: [String], _ errors: [[String]]) -> String {
    func field(_ fields: [String], _ number: Int) -> String {
        guard number < fields.count else { return "" }
        return fields[number].split(separator: "^").joined(separator: " ")
    }
    let found = errors.map { error in
        [2, 3, 8, 7].map { field(error, $0) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
    return ([field(acknowledgement, 3)] + found).filter { !$0.isEmpty }.joined(separator: "; ")
}
