/// A request as the HTTP library read it: whole, within the limits of `WebLimits`.
public struct WebRequest: Hashable, Sendable {
    public var method: String
    /// Path and query as they were sent.
    public var target: String
    /// Each field as it came; names in any case, and one name may stand several times.
    public var fields: [Field]
    public var body: [UInt8]

    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(_ method: String, _ target: String, _ fields: [Field] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }

    /// Every value of a field.
    /// - Parameter name: in lower case.
    func values(_ name: String) -> [String] { fields.filter { $0.name.lowercased() == name }.map(\.value) }

    /// The path without its query.
    var path: Substring { target.prefix { $0 != "?" } }

    var query: Substring { target.dropFirst(path.count).dropFirst() }
}

/// What is asked for is not done: a status and a plain sentence.
public struct WebRefusal: Error, Hashable, Sendable {
    public let status: Int
    public let sentence: String

    public init(_ status: Int, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }
}

/// What a request may cost.
public enum WebLimits {
    /// Bytes of a form's body, and its fields.
    public static let bodyBytesMax = 16_384
    static let formFieldsMax = 128
    /// Bytes of path and query, of one header field, and of all of them; fields.
    public static let targetBytesMax = 1024
    public static let headerFieldBytesMax = 8192
    public static let headerBytesMax = 32_768
    public static let headerFieldsMax = 64
    /// Characters of a person's name, and roles that one header may name.
    static let userMax = 100
    static let groupsMax = 200
    /// Characters of a reason.
    public static let noteMax = 1000
    /// Samples that one form may accept.
    static let samplesMax = 16
    /// A form is good for so long, seconds: longer than a shift.
    public static let formSeconds = 43_200.0
    /// A page that the same person opens again within so long makes no further record of it, seconds.
    public static let lookSeconds = 900.0
    /// Requests of one person: so many at once, then so many a second.
    static let requestsBurst = 120.0
    static let requestsPerSecond = 20.0
    /// Acts of one person likewise.
    static let actsBurst = 20.0
    static let actsPerSecond = 0.5
    /// Persons whose rates are kept in memory.
    static let personsMax = 2000
    /// Looks that are kept in memory, to tell which are news.
    static let looksMax = 10_000
}
