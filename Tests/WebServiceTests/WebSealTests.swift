import Foundation
import Glibc
import TestSupport
import Testing
import Web

@testable import WebService

@Suite("The secret of forms")
struct WebSealTests {
    private let folder: TemporaryFolder
    private var journal: String { folder.path + "/journal.sqlite" }
    private var secret: String { journal + ".web" }

    init() throws { folder = try TemporaryFolder() }

    private func text() throws -> String { try String(contentsOfFile: secret, encoding: .utf8) }

    @Test("it is made once, for the service's user alone, and found again")
    func once() throws {
        _ = try webSeal(beside: journal)
        let made = try text()
        var about = stat()
        #expect(stat(secret, &about) == 0 && about.st_mode & 0o777 == 0o600)
        _ = try webSeal(beside: journal)
        #expect(try text() == made && made.utf8.count == 65)
    }

    @Test("one that others could read, that is cut, or that is a link is made anew")
    func anew() throws {
        for spoil in [
            { chmod(secret, 0o644) }, { truncate(secret, 64) },
            { rename(secret, secret + "2") == 0 ? symlink(secret + "2", secret) : -1 },
        ] as [() -> Int32] {
            _ = try webSeal(beside: journal)
            let before = try text()
            #expect(spoil() == 0)
            _ = try webSeal(beside: journal)
            #expect(try text() != before)
        }
    }
}
