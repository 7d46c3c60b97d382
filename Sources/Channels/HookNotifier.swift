// The channel `hook:NAME`: a program of the laboratory's own that is given one event.
internal import Dispatching
internal import Foundation
internal import Casebook
internal import Journal
internal import Alerts
internal import Linux
internal import Rules

struct HookNotifier: Notifier {
    private let hook: DeliverySettings.Hook

    init?(channel: Channel, settings: DeliverySettings) {
        guard let hook = settings.hooks.first(where: { $0.channel == channel }) else { return nil }
        self.hook = hook
    }

    func send(_ message: Message, _ ground: NotifierGround) async throws -> Attempt {
        guard let delivery = message.deliveries.first else { return Attempt(.delivered(nil)) }
        if let refusal = hookRefusal(path: hook.path) { return Attempt(.again("failed: \(refusal)")) }
        let casebook = ground.casebook
        let head = try await offPool { () throws(JournalError) in try casebook.journal.head().digest }
        let event = HookEvent(delivery, settings: ground.context.delivery, journalHead: head)
        let program = Program(path: hook.path, deadlineSeconds: hook.deadlineSeconds, environment: event.environment)
        return Attempt(await ProgramRunner.run(program, input: try event.json(), meaning: ExitStatus.ofHook))
    }
}
