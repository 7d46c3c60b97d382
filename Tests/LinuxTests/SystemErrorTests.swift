import Glibc
@testable import Linux
import Testing

@Suite("A system call")
struct SystemErrorTests {
    @Test("is made again after a signal, and no other error is")
    func interrupted() throws {
        var calls = 0
        let result: Int32 = try systemCall("try", "it") {
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7 && calls == 3)
        calls = 0
        #expect(throws: SystemError(action: "try", subject: "it", code: EAGAIN)) {
            _ = try systemCall("try", "it") { () -> Int32 in
                calls += 1
                errno = EAGAIN
                return -1
            }
        }
        #expect(calls == 1)
    }

    @Test("makes the words for an error only where there is one")
    func lazy() throws {
        var asked = 0
        func subject() -> String {
            asked += 1
            return "it"
        }
        _ = try systemCall("try", subject()) { 0 }
        #expect(asked == 0)
    }

    @Test(
        "says what was tried, why not and what to do",
        arguments: [
            (EACCES, "cannot open /a: Permission denied: give the service's user the right to read it."),
            (EMFILE, "cannot open /a: Too many open files: the system has no free file handles."),
            (ENOENT, "cannot open /a: No such file or directory."),
        ])
    func words(code: Int32, sentence: String) {
        #expect(SystemError(action: "open", subject: "/a", code: code).description == sentence)
    }
}
