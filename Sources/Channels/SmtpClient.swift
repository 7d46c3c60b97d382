// One message to one mail server over TLS: libcurl speaks SMTP, this says what to whom and what the answer means.
internal import Alerts
internal import CCurl
internal import Dispatching
internal import Foundation
internal import Mail
internal import Text

/// What goes out: an envelope of one recipient, and the message.
struct OutgoingMail: Sendable {
    let from: MailAddress
    let to: MailAddress
    /// Lines ended by CRLF.
    let bytes: Data
}

enum SmtpClient {
    /// A server that has taken the message has so long to answer the farewell.
    static let farewellMax = Duration.seconds(3)
    /// And whatever happens, so long after the whole time limit; libcurl waits for each answer to a farewell two
    /// minutes.
    static let overtime = Duration.seconds(3)

    /// Blocks until the server has taken or refused the message, or a time limit is over; never call it on the
    /// cooperative pool.
    static func send(_ mail: OutgoingMail, to server: MailSettings.Smtp, password: String?, stop: StopFlag)
        -> AttemptOutcome
    {
        ProgramRunner.ignoreBrokenPipes
        guard isInitialised, let handle = EasyHandle() else { return .again("failed: libcurl cannot be used") }
        let exchange = SmtpExchange(
            mail.bytes, stop, end: .now + .seconds(server.totalSeconds) + overtime, password: password)
        let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0)
        defer { errorText.deallocate() }
        let recipients = curl_slist_append(nil, "<\(mail.to.address)>")
        defer { curl_slist_free_all(recipients) }
        let user = server.user.flatMap { user in password.map { (user, $0) } }
        guard recipients != nil, handle.prepare(server, from: mail.from, recipients, user, errorText.baseAddress),
            handle.attach(exchange)
        else {
            return .again("failed: libcurl refuses a setting")
        }
        let code = withExtendedLifetime(exchange) { curl_easy_perform(handle.raw) }
        let answers = exchange.answers
        if answers.isAccepted { return .delivered(answers.words) }
        let text = errorText.baseAddress.map { String(cString: $0) } ?? ""
        let reason = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        return outcome(code, answers, reason: HookEvent.oneLine(reason))
    }

    private static func outcome(_ code: CURLcode, _ answers: SmtpAnswers, reason: String) -> AttemptOutcome {
        let said = answers.words
        let answer = said.isEmpty ? "" : ": \(said)"
        switch code {
        case CURLE_OK: return .delivered(said.isEmpty ? nil : said)
        case CURLE_ABORTED_BY_CALLBACK: return .stopped("stopped with the service")
        case CURLE_LOGIN_DENIED: return .again("failed: the mail server refuses the user or the password\(answer)")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return .again("failed: the mail server's certificate is not to be trusted: \(reason)")
        case CURLE_USE_SSL_FAILED: return .again("failed: the mail server offers no STARTTLS, so nothing was sent")
        default:
            return answers.refusesRecipient
                ? .refused("the mail server refuses it\(answer)") : .again("failed: \(reason)\(answer)")
        }
    }

    private static let isInitialised = ccurl_global_init() == CURLE_OK
}

/// The one owner of a libcurl handle.
private struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer

    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
    }

    deinit { curl_easy_cleanup(raw) }

    /// The settings of one transfer; libcurl copies the texts, the list and the buffer must outlive it. False where one
    /// is refused.
    func prepare(
        _ server: MailSettings.Smtp, from: MailAddress, _ recipients: UnsafeMutablePointer<curl_slist>?,
        _ user: (name: String, password: String)?,
        _ errorText: UnsafeMutablePointer<CChar>?
    ) -> Bool {
        let scheme = server.security == .tls ? "smtps" : "smtp"
        var codes = [
            ccurl_set_text(raw, CURLOPT_URL, "\(scheme)://\(server.server):\(server.port)"),
            ccurl_set_text(raw, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            ccurl_set_text(raw, CURLOPT_PROXY, ""),
            ccurl_set_number(raw, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)),
            ccurl_set_number(raw, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            ccurl_set_number(raw, CURLOPT_SSL_VERIFYPEER, 1),
            ccurl_set_number(raw, CURLOPT_SSL_VERIFYHOST, 2),
            ccurl_set_number(raw, CURLOPT_NOSIGNAL, 1),
            ccurl_set_number(raw, CURLOPT_CONNECTTIMEOUT_MS, Int(server.connectSeconds * 1000)),
            ccurl_set_number(raw, CURLOPT_TIMEOUT_MS, Int(server.totalSeconds * 1000)),
            ccurl_set_text(raw, CURLOPT_MAIL_FROM, "<\(from.address)>"),
            ccurl_set_list(raw, CURLOPT_MAIL_RCPT, recipients),
            ccurl_set_number(raw, CURLOPT_UPLOAD, 1),
            // The farewell is part of the transfer, so that the time limit holds for it too.
            ccurl_set_number(raw, CURLOPT_FORBID_REUSE, 1),
            ccurl_set_buffer(raw, CURLOPT_ERRORBUFFER, errorText),
        ]
        if let authority = server.authorityFile { codes.append(ccurl_set_text(raw, CURLOPT_CAINFO, authority)) }
        if let user {
            codes.append(ccurl_set_text(raw, CURLOPT_USERNAME, user.name))
            codes.append(ccurl_set_text(raw, CURLOPT_PASSWORD, user.password))
        }
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    /// The exchange must outlive the transfer.
    func attach(_ exchange: SmtpExchange) -> Bool {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        let read = ccurl_set_read(
            raw,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let target = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
                return Unmanaged<SmtpExchange>.fromOpaque(context).takeUnretainedValue().give(target)
            }, context)
        let hear = ccurl_set_header(
            raw,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                Unmanaged<SmtpExchange>.fromOpaque(context).takeUnretainedValue().hear(
                    UnsafeRawBufferPointer(start: bytes, count: size * count))
                return size * count
            }, context)
        let progress = ccurl_set_progress(
            raw,
            { context, _, _, _, _ in
                guard let context else { return 1 }
                return Unmanaged<SmtpExchange>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, context)
        return [read, hear, progress].allSatisfy { $0 == CURLE_OK }
    }
}
