import Files
import Foundation
import Intake
import Linux
import Monitoring
@testable import Service
import Testing

@Suite("The mailbox")
struct MailboxTests {
    @Test("keeps the order and adds no hint, tick, signal or refusal that waits already")
    func coalesces() {
        let mailbox = Mailbox()
        for _ in 0..<1000 {
            mailbox.post(.monitor(.hint(root: BytePath("/a"))))
            mailbox.post(.monitor(.tick))
            mailbox.post(.looked)
            mailbox.post(.monitor(.hint(root: BytePath("/b"))))
            mailbox.post(.signal(.hangUp))
            mailbox.post(.unwatched(SystemError(action: "watch", subject: "/a", code: 28)))
        }
        mailbox.post(.monitor(.readFinished(path: BytePath("/a/run"), outcome: .vanished)))
        mailbox.post(.monitor(.readFinished(path: BytePath("/a/run"), outcome: .vanished)))
        let events = mailbox.drain()
        #expect(events.count == 8)
        guard case .monitor(.hint) = events[0], case .monitor(.tick) = events[1], case .signal(.hangUp) = events[4]
        else {
            Issue.record("the order is lost: \(events)")
            return
        }
        #expect(mailbox.drain().isEmpty)
        mailbox.post(.monitor(.tick))
        #expect(mailbox.drain().count == 1)
    }

    @Test("wakes its consumer once for many events, and again for later ones")
    func wakes() {
        let mailbox = Mailbox()
        for _ in 0..<10 { mailbox.post(.broken("x")) }
        #expect(mailbox.next().count == 10)
        Thread.detachNewThread {
            usleep(20_000)
            mailbox.post(.broken("last"))
        }
        #expect(mailbox.next().count == 1)
    }
}
