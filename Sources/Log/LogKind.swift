// What the log tells of. Each kind's raw value is its MESSAGE_ID: the one list that `systemd/cqwatch.catalog` explains,
// entry by entry. A new kind is a case with an id of its own (`uuidgen -r | tr -d -`), its level, and its entry there.
public import Logging

public enum LogKind: String, CaseIterable, Sendable {
    // The services themselves.
    case started = "15c724c7db8c4388a90b17ea6f64b3a0"
    case stopped = "0dce3fd2f7d84c9eab75c5f9b93823b4"
    case failed = "5b677e750f8f41c7a99e2ffaf45526c2"
    case startRefused = "d519634e72c349cdabcb3aa14d782ab9"
    case journalFailed = "b125a586911b47b886299fb16994dc00"
    case journalLost = "40c4b46eba754a6e98a10db342a37e81"
    case journalBusy = "8cf96fc047c644208cf406c8dce534b0"
    case linesLost = "b45a42d93982429fb6c89d958aa3b035"
    case metricsFailed = "7e8381a1a94b4bc8a641a25c191c9fed"
    case pagesFailed = "2d1f0e5b6c7a4f8e9b3d5a1c8e7f4062"
    case webRefused = "5c1f8e7a92d34b06a4e1c7f0d83b6a59"
    case pagesWritten = "9a6c4e2f81d34b7c8e05f3a9d2b17c40"

    // The configuration.
    case configurationTaken = "7f86e933f16d46aabedbf374a6a8e2cd"
    case configurationFault = "045042cf234d4ce1b90dbb121a82982e"
    case configurationKept = "990620a721ea4f08a9623e8f1a0ab617"
    case configurationWarning = "0a937bd58dbd4a73985ce6321cad3cfd"
    case patientsChanged = "af92c033009a43e78862972bd65f9720"
    case patientsKept = "a955c8b3bc4c4532b62f48aa3197fe4e"
    case resultsReattributed = "059439a877fd4ecfa40ca42e554ca90a"

    // Runs and files.
    case runTaken = "b1028aed876a4ecda69dee9a2e4a137e"
    case runAmended = "62b42a8d716548a9ba308b86e31ea41b"
    case runKnown = "8e1078f4008b4d58b40a38ee7aa9f0a0"
    case runFailedQuality = "a6710f4255b740568c63fd9a7215f7fd"
    case runConflict = "3525c49af0db475ebf087993758085aa"
    case fileUnreadable = "b3dacb2acee8414b80a2075ec9dec770"
    case fileWaiting = "8bb09d0c0c864eda99c2c33f0e2b743d"
    case fileIncomplete = "bf3f07b943c74fc991bbc22617bf09e5"
    case fileGone = "ff805d0d103d436aa128e8afc550ff33"

    // The rules on absent results.
    case absenceUnseen = "4c1d0d5c8a3e4b0f9a86c5bb1a7d2e61"
    case clockDoubted = "b02f7a3e95d84cf1a0c9e4d8f16b5a27"
    case clockBelieved = "e7a94c16d2f04b6c8b35f0a1c7d9e823"

    // Watched folders.
    case folderSilent = "e72c062c37204bbb9fe3006e5694ecad"
    case folderAnswers = "51a839a56fbe491d974c3e374f2e1335"
    case folderFault = "b6e8802ad6324c0cb27b00c2f6f07554"
    case folderWhole = "ff046e1c5eb84b10b3253f17246830cb"
    case folderUnwatched = "49057e0e761e4475b2d99e2ac9d82dca"

    // USB: sticks and named devices.
    case deviceJudged = "3eb8ce7b94c04656a38491ec931cc012"
    case deviceLeft = "958ab360c2ca4e50b10a5fdec832bc0f"
    case deviceMissing = "f01ab83d14de4128b6af3a75a209a0ab"
    case deviceBack = "570d259920ab481ca66561b46a89b362"
    case stickReading = "140d04a3ba9d4fd298fb6e9cecc7c243"
    case stickRead = "6364953b236d4198859d91b800d318e5"
    case stickPulled = "6ecbcaad48324d89a39f1e9a9e4046ac"
    case stickSpoolFault = "60b3e3b2b163478d96157b8b2b0f2409"
    case usbUnwatched = "05ca3b52c0954cc493fc452eadfba546"

    // Alerts and their deliveries.
    case alert = "6e9f9259ee4044aa98548c96d4dfc75b"
    case alertDue = "cbda13300d4f479280e1fc7f50f4620c"
    case deliveryMade = "a946232db4524ffdaa4007a9df5fcd1f"
    case deliveryDelayed = "a0d6225d8e1742139abac152f294e97c"
    case deliveryFailed = "84f4ce2697444a46a4dcddbb1052776f"
    case deliverySettled = "3fdc4c5d90c54ed49c783e243cad94b6"
    case heartbeatMissed = "40d99f43303c4cb18d9449a1fd6f0244"
    case deliveryStandby = "b1610dc924a640b593b13dadcbd0a72c"

    // Messages to the hospital's systems.
    case interfaceAccepted = "5a0f6b1de86c4a5b9f6f0c2f7f4f0a11"
    case interfaceDelayed = "c3a1b7d20f5e4f3c8c5e9a64d2b7e1f2"
    case interfaceParked = "e94d1c7a6b3f4d0e9a2b5c8f1d6e7a03"
    // The central store.
    case storeUnreachable = "1c18dd00aab342c5b524019d5b4d5a93"
    case storeReachable = "0fb699af50ba4e388521e38331d6ff40"
    case storeRefuses = "910ca79349ed42d5bb3ae4da473cd179"
    case storeForked = "badde0d156104f258734be67853fe140"

    /// How loud it is where the line itself does not say otherwise.
    public var level: Logger.Level {
        switch self {
        case .failed, .journalFailed, .journalLost: .critical
        case .startRefused, .configurationFault, .configurationKept, .patientsKept, .folderSilent, .clockDoubted,
            .usbUnwatched, .deliveryFailed, .interfaceParked, .storeRefuses, .storeForked:
            .error
        case .journalBusy, .linesLost, .metricsFailed, .pagesFailed, .webRefused, .configurationWarning,
            .runFailedQuality,
            .runConflict,
            .fileUnreadable, .fileWaiting, .fileIncomplete, .fileGone, .absenceUnseen,
            .folderFault, .folderUnwatched, .deviceMissing, .stickSpoolFault, .deliveryDelayed, .heartbeatMissed,
            .interfaceDelayed, .storeUnreachable:
            .warning
        case .started, .stopped, .configurationTaken, .patientsChanged, .resultsReattributed, .runTaken, .runAmended,
            .folderAnswers, .folderWhole, .clockBelieved, .deviceJudged, .pagesWritten,
            .deviceBack, .stickReading, .stickRead, .stickPulled, .alert, .alertDue, .deliverySettled, .deliveryStandby,
            .storeReachable:
            .notice
        case .runKnown, .deviceLeft: .info
        case .deliveryMade, .interfaceAccepted: .debug
        }
    }

    /// The last line of a service: what was held back until then goes before it.
    var endsService: Bool { self == .stopped || self == .failed || self == .journalFailed }

    /// Never held back as a repetition: each is somebody's news.
    var isAlwaysTold: Bool { self == .alert || self == .alertDue }
}

/// Fields by which `journalctl` finds lines: `journalctl CQWATCH_PATIENT=P01`.
public enum LogField: String, CaseIterable, Sendable {
    case run = "CQWATCH_RUN"
    case patient = "CQWATCH_PATIENT"
    case alert = "CQWATCH_ALERT"
    case severity = "CQWATCH_SEVERITY"
    case rule = "CQWATCH_RULE"
    case event = "CQWATCH_EVENT"
    case delivery = "CQWATCH_DELIVERY"
    case channel = "CQWATCH_CHANNEL"
    case file = "CQWATCH_FILE"
    case folder = "CQWATCH_FOLDER"
    case device = "CQWATCH_DEVICE"

    static let kind = "MESSAGE_ID"
}

extension Logger {
    /// One line of a kind. Never waits.
    /// - Parameters:
    ///   - fields: each name with all its values: a run may raise several alerts.
    ///   - level: where it is not the kind's own.
    public func say(_ kind: LogKind, _ text: String, _ fields: [LogField: [String]] = [:], level: Logger.Level? = nil) {
        log(level: level ?? kind.level, "\(text)", metadata: Self.metadata(kind, fields))
    }

    /// One line that somebody is owed. Waits until it is out, at most a second.
    /// - Returns: whether it is. A handler other than the services' own has it at once.
    public func deliver(
        _ kind: LogKind, _ text: String, _ fields: [LogField: [String]] = [:], level: Logger.Level? = nil
    ) -> Bool {
        if let log = handler as? ServiceLog {
            return log.deliver(level ?? kind.level, text, Self.metadata(kind, fields))
        }
        say(kind, text, fields, level: level)
        return true
    }

    private static func metadata(_ kind: LogKind, _ fields: [LogField: [String]]) -> Logger.Metadata {
        var metadata: Logger.Metadata = [LogField.kind: .string(kind.rawValue)]
        for (field, values) in fields { metadata[field.rawValue] = .array(values.map { .string($0) }) }
        return metadata
    }
}
