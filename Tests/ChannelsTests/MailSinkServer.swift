// The way to a mail server of the tests.
import Alerts
import Rules
import TestSupport

extension MailSink {
    /// The way to this server, its certificate trusted.
    var server: MailSettings.Smtp {
        var server = MailSettings.Smtp(server: "localhost")
        server.port = port
        server.authorityFile = certificate
        server.totalSeconds = 20
        return server
    }
}
