/// What a mail about alerts stands on, at one moment.
public struct MailGround: Sendable {
    /// Digest of the newest record.
    public let head: String
    /// What tells this journal from all others: the digest of its first record; nil while it is empty.
    public let journal: String?
    /// Message-IDs of the mails about these alerts that reached the recipient, oldest first within an alert, each once.
    public let thread: [String]
    /// Of the patients whose courses the mail may show, in the order in which they were asked for.
    public let courses: [PatientCourse]

    public init(head: String, journal: String?, thread: [String], courses: [PatientCourse]) {
        self.head = head
        self.journal = journal
        self.thread = thread
        self.courses = courses
    }
}
