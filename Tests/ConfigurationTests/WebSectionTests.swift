import Configuration
import Testing
import Web

@Suite("Web section")
struct WebSectionTests {
    @Test("headers and groups are read; left out, no page is served")
    func headers() throws {
        #expect(try !read(minimal).web.isComplete)
        let web = try read(
            minimal
                + "web: {userHeader: X-Remote-User, roleHeader: X-Groups, roles: {physician: [haem, onco], reader: all}}\n"
        ).web
        #expect(web.isComplete && web.userHeader == "x-remote-user" && web.roleHeader == "x-groups")
        #expect(web.roles == [.physician: ["haem", "onco"], .reader: ["all"]])
    }

    @Test(
        "what could be forged, or names nobody, is a fault",
        arguments: [
            ("userHeader: Host, roleHeader: X-Groups, roles: {reader: all}", "web.userHeader"),
            ("userHeader: 'X Y', roleHeader: X-Groups, roles: {reader: all}", "web.userHeader"),
            ("userHeader: X-User, roleHeader: x-user, roles: {reader: all}", "web.roleHeader"),
            ("userHeader: X-User, roleHeader: Cookie, roles: {reader: all}", "web.roleHeader"),
            ("userHeader: X-User, roleHeader: X-Groups, roles: {nurse: all}", "web.roles.nurse"),
            ("userHeader: X-User, roleHeader: X-Groups, roles: {reader: 'a,b'}", "web.roles.reader"),
            ("userHeader: X-User", "web"), ("roles: {reader: all}", "web"), ("password: secret", "web.password"),
        ])
    func faulty(text: String, key: String) {
        #expect(
            faults(minimal + "web: {\(text)}\n").map(\.key).contains(key), "\(faults(minimal + "web: {\(text)}\n"))")
    }
}
