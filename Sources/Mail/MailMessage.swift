// A message as RFC 5322 wants it: values in, bytes out.
public import Foundation

public struct MailMessage: Hashable, Sendable {
    public var from: MailAddress
    public var to: MailAddress
    public var subject: String
    public var date: Date
    /// `id@domain`, without brackets.
    public var messageID: String
    /// Ids of the thread so far, oldest first; the last is what this one follows.
    public var references: [String]
    /// Mail programs sort by it: a phrase and `id.domain`; nil: no list.
    public var list: (phrase: String, id: String)? {
        get { listPhrase.flatMap { phrase in listID.map { (phrase, $0) } } }
        set { (listPhrase, listID) = (newValue?.phrase, newValue?.id) }
    }
    private var listPhrase: String?
    private var listID: String?
    public var body: MailPart

    /// Ids that a References field holds at most: the first, and the latest.
    static let referencesMax = 20

    public init(
        from: MailAddress, to: MailAddress, subject: String, date: Date, messageID: String, references: [String] = [],
        list: (phrase: String, id: String)? = nil, body: MailPart
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.references = references
        (listPhrase, listID) = (list?.phrase, list?.id)
        self.body = body
    }

    /// ASCII, lines of at most 78 characters ended by CRLF; the last line is ended too.
    public func bytes() -> Data {
        var head = HeaderField.addresses("From", [from]) + HeaderField.addresses("To", [to])
        head +=
            HeaderField.text("Subject", subject) + "Date: \(mailDate(date))\r\n"
            + HeaderField.tokens("Message-ID", ["<\(messageID)>"])
        if let last = references.last {
            head += HeaderField.tokens("In-Reply-To", ["<\(last)>"])
            let kept =
                references.count <= Self.referencesMax
                ? references : references.prefix(1) + references.suffix(Self.referencesMax - 1)
            head += HeaderField.tokens("References", kept.map { "<\($0)>" })
        }
        if let list { head += HeaderField.tokens("List-Id", HeaderField.phrase(list.phrase) + ["<\(list.id)>"]) }
        // Nobody's holiday notice answers a program (RFC 3834).
        head += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        // "=_" stands in no quoted-printable and no base64 text, so the boundary cannot occur in a part.
        let unique = messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(48)
        return Data(head.utf8) + body.bytes(boundary: "=_\(unique)")
    }
}

/// "Thu, 14 May 2026 13:28:10 +0000".
func mailDate(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int?) -> String { String((number ?? 0) + 100).suffix(2).description }
    let day = days[((parts.weekday ?? 1) - 1) % 7], month = months[((parts.month ?? 1) - 1) % 12]
    let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    return "\(day), \(two(parts.day)) \(month) \(parts.year ?? 1970) \(time) +0000"
}
