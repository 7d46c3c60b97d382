@testable import Channels
import Foundation
import TestSupport
import Testing

@Suite("Which hooks may run")
struct HookPermissionTests {
    private let service = ServiceUser(user: 998, groups: [998, 20])
    private let root = ServiceUser(user: 0, groups: [0])

    @Test(
        "a file that the service could write is refused",
        arguments: [
            (0o755, 0, 0, nil), (0o757, 0, 0, "everybody"), (0o775, 0, 20, "its group"), (0o775, 0, 50, nil),
            (0o755, 998, 0, "its owner"),
            (0o555, 998, 0, nil),
        ] as [(UInt32, UInt32, UInt32, String?)])
    func service(mode: UInt32, owner: UInt32, group: UInt32, by: String?) {
        #expect(writer(mode: mode, owner: owner, group: group, user: service) == by)
    }

    @Test(
        "for root only what others may write counts",
        arguments: [(0o755, 0, nil), (0o700, 1000, nil), (0o775, 1000, "its group"), (0o707, 0, "everybody")]
            as [(UInt32, UInt32, String?)]
    )
    func root(mode: UInt32, owner: UInt32, by: String?) {
        #expect(writer(mode: mode, owner: owner, group: 5, user: root) == by)
    }

    @Test("what is no executable file is refused with a reason")
    func kinds() throws {
        #expect(hookRefusal(path: "hooks/page")?.contains("no whole path") == true)
        #expect(hookRefusal(path: "/nonexistent/hook")?.contains("cannot be found") == true)
        #expect(hookRefusal(path: "/usr")?.contains("no file") == true)
        let folder = try TemporaryFolder()
        let plain = folder.path + "/plain"
        try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: plain))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: plain)
        #expect(hookRefusal(path: plain, user: root)?.contains("cannot be executed") == true)
        #expect(hookRefusal(path: "/bin/sh", user: root) == nil)
    }
}
