// What a record of the kind `interface` holds.
internal import Alerts
internal import Hospital

/// Body of `interface`: one message on one way. The newest record of a message is its state.
struct InterfaceBody: Codable {
    let route: Route
    let number: MessageNumber
    /// MSH-10, which people name it by.
    let message: String
    let patient: String
    let state: LineState
    let attempt: Int
    let detail: String?
    /// Every record up to this one is settled on this way.
    let cursor: Int64
    /// Every record up to this one is settled, but for patients whose message is set aside; nil in the first records of
    /// this kind.
    let reached: Int64?
    /// SHA-256 of the bytes that were sent; nil where none were.
    let sha256: String?
    let programVersion: String

    private enum Keys: String, CodingKey {
        case route, record, void, message, patient, state, attempt, detail, cursor, reached, sha256, programVersion
    }

    init(
        _ receipt: LineReceipt, _ route: Route, site: String, reached: Int64, sha256: String?,
        _ context: JudgementContext
    ) {
        self.route = route
        number = receipt.number
        message = receipt.number.text(site: site)
        patient = receipt.patient
        state = receipt.state
        attempt = receipt.attempt
        detail = receipt.detail
        cursor = receipt.cursor
        self.reached = reached
        self.sha256 = sha256
        programVersion = context.programVersion
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        route = try container.decode(Route.self, forKey: .route)
        number = MessageNumber(
            try RecordNumber.place(container.decode(Int64.self, forKey: .record)),
            isVoid: try container.decode(Bool.self, forKey: .void))
        message = try container.decode(String.self, forKey: .message)
        patient = try container.decode(String.self, forKey: .patient)
        state = try container.decode(LineState.self, forKey: .state)
        attempt = try container.decode(AttemptCount.self, forKey: .attempt).wrappedValue
        detail = try container.decodeIfPresent(String.self, forKey: .detail)
        cursor = try RecordNumber.place(container.decode(Int64.self, forKey: .cursor))
        reached = try container.decodeIfPresent(Int64.self, forKey: .reached).map(RecordNumber.place)
        sha256 = try container.decodeIfPresent(String.self, forKey: .sha256)
        programVersion = try container.decode(String.self, forKey: .programVersion)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(route, forKey: .route)
        try container.encode(number.record, forKey: .record)
        try container.encode(number.isVoid, forKey: .void)
        try container.encode(message, forKey: .message)
        try container.encode(patient, forKey: .patient)
        try container.encode(state, forKey: .state)
        try container.encode(attempt, forKey: .attempt)
        try container.encodeIfPresent(detail, forKey: .detail)
        try container.encode(cursor, forKey: .cursor)
        try container.encodeIfPresent(reached, forKey: .reached)
        try container.encodeIfPresent(sha256, forKey: .sha256)
        try container.encode(programVersion, forKey: .programVersion)
    }
}
