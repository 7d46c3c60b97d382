// A journal in a folder of its own, hooks written as scripts, and alerts to deliver.
import Alerts
import Assay
import Casebook
import Delivery
import Dispatching
import Files
import Foundation
import Journal
import Logging
import Rules
import Synchronization
import Testing

final class Scene {
    let folder: URL
    let casebook: Casebook
    private var unreadable = 0

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "cqwatch-delivery-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        casebook = Casebook(try Journal(path: folder.appending(path: "journal.sqlite").path, readOnly: false))
    }

    deinit {
        do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path): \(error)") }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A hook of these shell lines, `$OUT` being the scene's folder.
    func hook(_ name: String, _ script: String, deadline: Double = 30) throws -> DeliverySettings.Hook {
        let text = "#!/bin/sh\nOUT='\(folder.path)'\n\(script)\n"
        try Data(text.utf8).write(to: folder.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path(name))
        return DeliverySettings.Hook(name: name, path: path(name), deadlineSeconds: deadline)
    }

    func context(
        _ hooks: [DeliverySettings.Hook], log: Bool = false, retry: Double = 0.2, attempts: Int = 20,
        detail: DeliverySettings.Detail = .coded
    ) throws -> JudgementContext {
        var delivery = DeliverySettings()
        delivery.hooks = hooks
        delivery.log = log
        delivery.retrySeconds = retry
        delivery.attemptsMax = attempts
        delivery.detail = detail
        delivery.defaultRecipient = "lab"
        delivery.recipients = [.init(key: "lab", role: "laboratory", name: "Lab", address: "lab@example.org")]
        return JudgementContext(
            rules: RuleSettings(), delivery: delivery, patients: [:], tablesTrusted: false,
            today: try #require(CalendarDate(iso: "2026-05-14")),
            configurationDigest: "c", programVersion: "test")
    }

    /// Mail alone, to a physician, with a second contact, a head and the laboratory behind.
    func mailContext(_ route: MailSettings.Route, retry: Double = 0.2, attempts: Int = 20, hourlyMax: Int = 1000) throws
        -> JudgementContext
    {
        var context = try context([], retry: retry, attempts: attempts)
        var mail = MailSettings(from: "cqwatch@lab.example", route: route)
        mail.hourlyMax = hourlyMax
        context.delivery.mail = mail
        context.delivery.recipients += ["doctor", "second", "head"].map {
            .init(key: $0, role: "physician", name: "Dr. \($0)", address: "\($0)@example.org")
        }
        context.delivery.secondContact = "second"
        context.delivery.head = "head"
        context.delivery.laboratory = "lab"
        for code in ["P01", "P02"] {
            context.patients[code] = Patient(code: code, infusion: CalendarDate(iso: "2024-01-01"), physician: "doctor")
        }
        return context
    }

    /// Commits a plate that measured these patients on these days.
    func measure(
        _ values: [(patient: String, day: Int, copies: Double)], _ context: JudgementContext,
        saved: String = "2024-01-01T00:00:00"
    ) throws {
        let last = values.map(\.day).max() ?? 0
        let start = CalendarDate(dayNumber: (CalendarDate(iso: "2024-01-01")?.dayNumber ?? 0) + last)?.iso ?? ""
        let samples = values.map { value in
            SampleAnalysis(
                name: "\(value.patient) D\(value.day)",
                label: SampleLabel(patient: value.patient, sampling: .day(value.day)), target: "BCMA-CAR-T", n: 3,
                quantity: Quantity(
                    .quantified(Estimate(value.copies, low: value.copies * 0.8, high: value.copies * 1.25)),
                    limits: 10...1e7, unit: "copies/ul gDNA"),
                cqMean: 25, cqSD: 0.1, relative: nil, flags: [])
        }
        let run = RunAnalysis(
            format: .lc96, identity: RunIdentity(id: "run day \(last)", serial: "S1", started: start + "T09:00:00"),
            instrument: "LC", software: "1.1",
            saved: saved, cycles: 45, targets: [TargetAnalysis(name: "BCMA-CAR-T", role: .target, curve: nil)],
            wells: [], samples: samples,
            quality: [QualityFinding(rule: "plate", status: .pass, detail: "The plate.")])
        let file = SourceFile(path: "/export/day \(last).lc96p", sha256: "\(last) \(saved)", size: 1)
        _ = try casebook.commit(
            run, from: file, stamp: FileStamp(size: 1, modified: 1, changed: 1, inode: UInt64(last + 1)),
            context: context, at: Date())
    }

    /// Owes one laboratory alert to every channel of `context`: each file that cannot be read lies in a folder of its
    /// own.
    func alert(_ context: JudgementContext) throws {
        unreadable += 1
        let stamp = FileStamp(size: 1, modified: Int64(unreadable), changed: 0, inode: UInt64(unreadable))
        _ = try casebook.commitUnreadable(
            path: "/export/\(unreadable)/run.lc96p", stamp: stamp, sha256: nil, reason: "it is no zip",
            context: context, at: Date())
    }

    /// Lines of a file that a hook wrote; none where it wrote nothing yet.
    func lines(_ name: String, blank: Bool = false) -> [String] {
        guard let bytes = FileManager.default.contents(atPath: path(name)) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: !blank).map(
            String.init)
    }

    /// Runs the deliverer until `done`, or for `limit` seconds.
    func deliver(
        _ context: JudgementContext, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        limit: Double = 60,
        until done: () throws -> Bool
    ) async throws -> Bool {
        let deliverer = Deliverer(casebook: casebook, context: context, logger: logger)
        let task = Task { try await deliverer.run() }
        let end = Date().addingTimeInterval(limit)
        var met = try done()
        while !met, Date() < end {
            try await Task.sleep(for: .milliseconds(10))
            met = try done()
        }
        task.cancel()
        try await task.value
        return met
    }

    /// Runs a deliverer that asks this pulse for a heartbeat, until `done`, or until it has logged something.
    /// - Returns: what it logged.
    func beat(_ pulse: Pulse, _ context: JudgementContext, until done: () throws -> Bool = { false }) async throws
        -> [String]
    {
        let lines = LogLines()
        let deliverer = Deliverer(
            casebook: casebook, context: context, logger: Logger(label: "test") { _ in lines }, pulse: { pulse })
        let task = Task { try await deliverer.run() }
        let end = Date() + 60
        while try !done(), lines.texts.isEmpty, Date() < end { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        try await task.value
        return lines.texts
    }
}

/// A log that keeps its lines.
struct LogLines: LogHandler {
    private final class Kept: Sendable { let texts = Mutex<[String]>([]) }
    private let kept = Kept()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    var texts: [String] { kept.texts.withLock { $0 } }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { kept.texts.withLock { $0.append(event.message.description) } }
}
