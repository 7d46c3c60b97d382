import Foundation
import Alerts
import Testing

@Suite struct ChannelTests {
    @Test(arguments: [
        (Channel.log, "log"), (.mail, "mail"), (.hook("page"), "hook:page"), (.hook("a:b"), "hook:a:b"),
        (.hook(""), "hook:"),
        (.unknown("fax"), "fax"), (.unknown(""), ""), (.unknown("Log"), "Log"), (.unknown("hook"), "hook"),
    ])
    func `a channel is one string in records and documents, and is read back`(channel: Channel, text: String) throws {
        #expect(channel.text == text)
        #expect(Channel(text) == channel)
        let json = try JSONEncoder().encode([channel])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
        #expect(try JSONDecoder().decode([Channel].self, from: json) == [channel])
    }

    @Test func `in mail each recipient is a lane, elsewhere the channel is`() {
        #expect(Lane(.mail, "ward") != Lane(.mail, "lab"))
        #expect(Lane(.log, "ward") == Lane(.log, "lab"))
        #expect(Lane(.hook("page"), "ward") == Lane(.hook("page"), nil))
        #expect(Lane(.hook("page"), nil) != Lane(.hook("chat"), nil))
    }
}
