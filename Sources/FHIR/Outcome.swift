// What a FHIR server's answer says, in plain words.
public import Foundation
public import Hospital
internal import Text

/// Characters of the server's own words that are kept.
private let reasonMax = 300

/// - Parameters:
///   - status: of HTTP.
///   - body: at most as much of it as is looked at.
public func verdict(onStatus status: Int, _ body: Data) -> Verdict {
    let words = outcomeWords(body)
    let said = words.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(shown(words, max: reasonMax))"
    switch status {
    case 200, 201: return .accepted(said)
    // Wrong content, which the same bytes will not heal. Whatever else a server refuses may change: permission,
    // load, a version that somebody else wrote.
    case 400, 413, 415, 422: return .refused("the server answers \(said)")
    default: return .again("the server answers \(said)")
    }
}

/// An OperationOutcome's issues: severity, code and what is wrong where.
private func outcomeWords(_ body: Data) -> String {
    guard let outcome = try? JSONDecoder().decode(OperationOutcome.self, from: body),
        outcome.resourceType == "OperationOutcome"
    else { return "" }
    return (outcome.issue ?? []).prefix(5).map { issue in
        let what = issue.details?.text ?? issue.diagnostics ?? issue.code ?? ""
        let place = (issue.expression ?? issue.location ?? []).first.map { " at \($0)" } ?? ""
        return "\(issue.severity ?? "error"): \(what)\(place)"
    }.joined(separator: "; ")
}

private struct OperationOutcome: Decodable {
    struct Issue: Decodable {
        struct Details: Decodable { let text: String? }
        let severity: String?
        let code: String?
        let diagnostics: String?
        let details: Details?
        let expression: [String]?
        let location: [String]?
    }
    let resourceType: String
    let issue: [Issue]?
}
