// A journal in a folder of its own, hooks written as scripts, and alerts to deliver.
import Assay
import Delivery
import Foundation
import Journal
import Judgement
import Logging
import Testing

final class Scene {
    let folder: URL
    let journal: Journal
    private var unreadable = 0

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "cqwatch-delivery-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        journal = try Journal(path: folder.appending(path: "journal.sqlite").path, readOnly: false)
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

    /// Owes one laboratory alert to every channel of `context`.
    func alert(_ context: JudgementContext) throws {
        unreadable += 1
        let stamp = FileStamp(size: 1, modified: Int64(unreadable), changed: 0, inode: UInt64(unreadable))
        _ = try journal.commitUnreadable(
            path: "/export/run \(unreadable).lc96p", stamp: stamp, sha256: nil, reason: "it is no zip", context: context, at: Date())
    }

    /// Lines of a file that a hook wrote; none where it wrote nothing yet.
    func lines(_ name: String, blank: Bool = false) -> [String] {
        guard let bytes = FileManager.default.contents(atPath: path(name)) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: !blank).map(String.init)
    }

    /// Runs the deliverer until `done`, or for `limit` seconds.
    func deliver(
        _ context: JudgementContext, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, limit: Double = 60,
        until done: () throws -> Bool
    ) async throws -> Bool {
        let deliverer = Deliverer(journal: journal, context: context, logger: logger)
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
}
