@testable import Channels
import Dispatching
import Testing

@Suite("What exit statuses say")
struct ExitStatusTests {
    @Test(
        "what a program's exit status says", arguments: [(75, true), (71, true), (1, true), (67, false), (68, false)])
    func statuses(status: Int32, again: Bool) {
        if case .again = ExitStatus.ofSendmail(status, "") { #expect(again) } else { #expect(!again) }
        #expect(ExitStatus.ofHook(status, ": x") == .again(status == 75 ? "try again: x" : "failed: exit \(status): x"))
    }
}
