// How a mail leaves: handed to a program of the system, or submitted to a mail server.
internal import Dispatching
internal import Foundation
internal import Alerts
internal import Linux
internal import Rules
internal import Mail

/// The way out of the house.
enum MailRoute {
    static func send(_ mail: OutgoingMail, by route: MailSettings.Route) async -> AttemptOutcome {
        switch route {
        case .sendmail(let program): await hand(mail, to: program)
        case .smtp(let server): await submit(mail, to: server)
        }
    }

    /// Programs expect the lines of the system, not those of SMTP.
    private static func hand(_ mail: OutgoingMail, to sendmail: MailSettings.Sendmail) async -> AttemptOutcome {
        if let refusal = hookRefusal(path: sendmail.path) { return .again("failed: \(refusal)") }
        let arguments = sendmail.arguments + ["-f", mail.from.address, mail.to.address]
        let program = Program(path: sendmail.path, arguments: arguments, deadlineSeconds: sendmail.deadlineSeconds)
        return await ProgramRunner.run(
            program, input: Data(mail.bytes.filter { $0 != 13 }), meaning: ExitStatus.ofSendmail)
    }

    private static func submit(_ mail: OutgoingMail, to server: MailSettings.Smtp) async -> AttemptOutcome {
        let stop = StopFlag()
        return await withTaskCancellationHandler {
            do throws(SecretRefused) {
                return try await offPool { () throws(SecretRefused) in
                    SmtpClient.send(mail, to: server, password: try SmtpPassword.read(server), stop: stop)
                }
            } catch {
                return .again("failed: \(error.description)")
            }
        } onCancel: {
            stop.set()
        }
    }
}
