// What the exit statuses of hooks and of sendmail-compatible programs say (sysexits.h).

internal import Dispatching

enum ExitStatus {
    /// EX_TEMPFAIL.
    static let tryAgain: Int32 = 75
    /// EX_NOUSER and EX_NOHOST: the recipient, not the moment.
    static let noRecipient: Set<Int32> = [67, 68]

    static func ofHook(_ status: Int32, _ said: String) -> AttemptOutcome {
        status == tryAgain ? .again("try again\(said)") : .again("failed: exit \(status)\(said)")
    }

    /// Whatever does not name the recipient may be mended: the program's configuration, its disk, its server.
    static func ofSendmail(_ status: Int32, _ said: String) -> AttemptOutcome {
        noRecipient.contains(status)
            ? .refused("the mail program refuses it: exit \(status)\(said)") : ofHook(status, said)
    }
}
