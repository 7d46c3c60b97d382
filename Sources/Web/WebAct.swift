// What a form asks for.
public import Alerts
internal import Foundation
public import Snapshots

/// The kinds of acts, by the names that forms and addresses give them.
public enum WebActKind: String, CaseIterable, Hashable, Sendable {
    case acknowledge, close, silence, reopen
    case correct, void, accept, reattribute, undo

    public var isOnAlert: Bool {
        switch self {
        case .acknowledge, .close, .silence, .reopen: true
        case .correct, .void, .accept, .reattribute, .undo: false
        }
    }
}

/// What an act is done to.
public enum WebSubject: Hashable, Sendable {
    case alert(AlertID)
    /// By the number of its record: ids come from files and may be those of two runs.
    case run(Int64)

    /// "alert A12", "run 57".
    var text: String {
        switch self {
        case .alert(let id): "alert \(id.text)"
        case .run(let record): "run \(record)"
        }
    }
}

/// A kind of act and its subject: a form.
public struct WebForm: Hashable, Sendable {
    public let kind: WebActKind
    public let subject: WebSubject

    public init(_ kind: WebActKind, _ subject: WebSubject) {
        self.kind = kind
        self.subject = subject
    }

    /// The form that fields name: `act` with `alert` or `run`.
    init(_ fields: FormFields) throws(WebRefusal) {
        guard let kind = fields.one("act").flatMap(WebActKind.init) else {
            throw WebRefusal(400, "The address does not say what is to be done.")
        }
        if kind.isOnAlert {
            guard let id = fields.one("alert").flatMap(AlertID.init(text:)) else {
                throw WebRefusal(400, "The address names no alert; an id looks like A12.")
            }
            self.init(kind, .alert(id))
        } else {
            guard let record = fields.one("run").flatMap(Int64.init), record > 0 else {
                throw WebRefusal(400, "The address names no run by the number of its record.")
            }
            self.init(kind, .run(record))
        }
    }

    /// What a seal binds: this act on this subject.
    var text: String { "\(kind.rawValue) \(subject.text)" }
}

/// What is to be done.
public enum WebAct: Hashable, Sendable {
    /// - seen: record of the alert that the form showed.
    case alert(AlertID, AlertAct, seen: Int64)
    case run(Int64, RunAct)
}

extension WebForm {
    /// Longest silence that a form can ask for, days; the configuration's limit is held against it later.
    static let silenceDaysMax = 365

    /// The act with what was filled in.
    func act(_ fields: FormFields, at now: Date) throws(WebRefusal) -> WebAct {
        switch (kind, subject) {
        case (.acknowledge, .alert(let id)): return .alert(id, .acknowledge, seen: try seen(fields))
        case (.close, .alert(let id)): return .alert(id, .close, seen: try seen(fields))
        case (.reopen, .alert(let id)): return .alert(id, .reopen, seen: try seen(fields))
        case (.silence, .alert(let id)):
            guard let days = fields.one("days").flatMap(Int.init), (1...Self.silenceDaysMax).contains(days) else {
                throw WebRefusal(400, "Write for how many days the alert is to be silent, as a whole number.")
            }
            return .alert(
                id, .silence(until: now.addingTimeInterval(Double(days) * 86_400)), seen: try seen(fields))
        case (.void, .run(let record)): return .run(record, .void)
        case (.undo, .run(let record)): return .run(record, .undo(decision: try seen(fields)))
        case (.correct, .run(let record)):
            guard let started = fields.one("started") else {
                throw WebRefusal(400, "Write when the run began, such as 2026-05-14 09:30.")
            }
            return .run(record, .correct(started: started))
        case (.accept, .run(let record)):
            let samples = fields.all("sample")
            guard samples.count <= WebLimits.samplesMax else {
                throw WebRefusal(400, "At most \(WebLimits.samplesMax) samples are accepted with one form.")
            }
            guard samples.isEmpty == (fields.one("whole") != nil) else {
                throw WebRefusal(400, "Choose the whole run, or the samples that are accepted.")
            }
            return .run(record, .accept(samples: samples))
        case (.reattribute, .run(let record)):
            guard let sample = fields.one("sample"), let patient = fields.one("patient"),
                let day = fields.one("day").flatMap(Int.init)
            else {
                throw WebRefusal(400, "Choose the sample, the patient's code and the sampling day.")
            }
            return .run(record, .reattribute(sample: sample, patient: patient, day: day))
        case (_, .alert), (_, .run): throw WebRefusal(400, "That is no act for this alert or run.")
        }
    }

    /// Number of the record that the form showed: nobody decides about what they did not see.
    private func seen(_ fields: FormFields) throws(WebRefusal) -> Int64 {
        guard let record = fields.one("seen").flatMap(Int64.init), record > 0 else {
            throw WebRefusal(400, "The form does not say what it showed. Nothing was done. Open it anew.")
        }
        return record
    }
}
