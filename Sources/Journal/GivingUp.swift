// A delivery that failed for good is a fault the laboratory must hear of: receipt and alert are one transaction.
public import Foundation
internal import GRDB
public import Judgement

extension Journal {
    /// Journals the last, failed attempt of a delivery and raises `finding`, unless an alert on the same subject still stands.
    @discardableResult
    public func recordGivenUp(
        _ id: String, detail: String, attempt: Int, finding: Finding, context: JudgementContext, at now: Date
    ) throws(JournalError) -> Head {
        try write(at: now) { appender in
            try Self.settle(id, .failed, detail: detail, attempt: attempt, next: nil, &appender)
            let standing = try Self.alerts(withSubject: finding.subject, appender.db).contains { $0.state == .open || $0.state == .acknowledged }
            if !standing { try appender.raise(finding, about: nil, context: context) }
            return appender.head
        }
    }
}
