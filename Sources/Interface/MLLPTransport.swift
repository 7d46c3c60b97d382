// One connection that speaks MLLP, in the clear or over TLS. libcurl makes it and checks the certificate; what goes over
// it is ours.
internal import CCurl
internal import Foundation
internal import Glibc
internal import HL7
internal import Hospital
internal import Linux

final class MLLPTransport: Transport {
    /// The service may be asked to stop while it waits.
    private static let slice = Duration.milliseconds(250)
    private static let pieceMax = 16 << 10
    /// A line that was over before a message went out says so within this.
    private static let overMax = Duration.seconds(5)

    private let settings: HL7Settings
    private let site: String
    private let stop: StopFlag
    private var connection: (handle: CurlHandle, socket: Int32)?

    init(_ settings: HL7Settings, site: String, _ stop: StopFlag) {
        self.settings = settings
        self.site = site
        self.stop = stop
    }

    func hangUp() { connection = nil }

    func send(_ message: Data, of event: HospitalEvent) -> Verdict {
        // Whatever comes unasked, and an end of the line, belongs to no message that is sent now.
        if let open = connection, !isQuiet(open.handle) { hangUp() }
        let control = event.number.text(site: site)
        // Many receivers end each connection after their answer, perhaps while we write: then the message has not had its
        // try yet.
        if connection != nil {
            let start = steadyNow()
            switch exchange(message, control) {
            case .verdict(let verdict): return verdict
            case .closed(let reason):
                hangUp()
                if steadyNow() - start > Self.overMax { return .again(reason) }
            }
        }
        switch exchange(message, control) {
        case .verdict(let verdict): return verdict
        // What such a receiver says of it is often lost with the line.
        case .closed(let reason) where settings.tls != nil:
            return .again("\(reason); so ends a receiver that wants a certificate of ours that it trusts (hl7.tls)")
        case .closed(let reason): return .again(reason)
        }
    }

    private enum Exchange {
        case verdict(Verdict)
        /// The line ended before anything came.
        case closed(String)
    }

    private func exchange(_ message: Data, _ control: String) -> Exchange {
        if connection == nil, let fault = connect() { return .verdict(.again(fault)) }
        guard let open = connection else { return .verdict(.again("there is no connection")) }
        let end = steadyNow() + .seconds(settings.answerSeconds)
        return write(MLLP.frame(message), open, until: end) ?? read(open, for: control, until: end)
    }

    private func connect() -> String? {
        guard let handle = CurlHandle(stop) else { return "libcurl cannot be used" }
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        handle.set(CURLOPT_URL, "\(settings.tls == nil ? "http" : "https")://\(host):\(settings.port)")
        handle.set(CURLOPT_CONNECT_ONLY, 1)
        // MLLP has no name among TLS's application protocols.
        handle.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectSeconds * 1000))
        handle.use(settings.tls)
        if let fault = handle.perform() { return fault }
        var socket = curl_socket_t(-1)
        guard ccurl_get_socket(handle.raw, &socket) == CURLE_OK, socket >= 0 else { return "the connection is closed" }
        connection = (handle, socket)
        return nil
    }

    /// Nothing came since the last answer, and the line stands.
    private func isQuiet(_ handle: CurlHandle) -> Bool {
        var byte: [UInt8] = [0]
        return handle.receive(&byte).code == CURLE_AGAIN
    }

    /// Nil: all of it went out.
    private func write(_ bytes: Data, _ open: (handle: CurlHandle, socket: Int32), until end: Duration) -> Exchange? {
        var rest = bytes
        while !rest.isEmpty {
            let (code, count) = open.handle.send(rest)
            if code == CURLE_AGAIN {
                if let fault = wait(open.socket, POLLOUT, until: end) { return .verdict(.again(fault)) }
            } else if code != CURLE_OK {
                return .closed("the connection broke while the message was sent: \(open.handle.reason(code))")
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    private func read(_ open: (handle: CurlHandle, socket: Int32), for control: String, until end: Duration) -> Exchange
    {
        var answer = FramedAnswer(), piece = [UInt8](repeating: 0, count: Self.pieceMax)
        while true {
            let (code, count) = open.handle.receive(&piece)
            if code == CURLE_AGAIN {
                guard let fault = wait(open.socket, POLLIN, until: end) else { continue }
                return .verdict(.again(answer.isEmpty ? fault : "\(fault); half an answer came: \(answer.words)"))
            }
            guard code == CURLE_OK, count > 0 else {
                let what = code == CURLE_OK ? "the receiver closed the line" : open.handle.reason(code)
                return answer.isEmpty
                    ? .closed("\(what) without an answer") : .verdict(.again("\(what) after \(answer.words)"))
            }
            switch answer.receive(piece.prefix(count)) {
            case .incomplete:
                if steadyNow() > end { return .verdict(.again("the answer did not end in time: \(answer.words)")) }
            case .broken(let reason): return .verdict(.again(reason))
            case .whole(let content, let isAlone):
                if !isAlone { hangUp() }
                return .verdict(verdict(on: content, for: control))
            }
        }
    }

    private func wait(_ socket: Int32, _ what: Int32, until end: Duration) -> String? {
        while true {
            if stop.isSet { return "stopped with the service" }
            let left = end - steadyNow()
            guard left > .zero else { return "no answer in \(Int(settings.answerSeconds)) s" }
            var entry = pollfd(fd: socket, events: Int16(what), revents: 0)
            let count = poll(&entry, 1, Int32(max(1, min(left, Self.slice) / .milliseconds(1))))
            if count > 0 { return nil }
            if count < 0, errno != EINTR {
                return "the connection cannot be waited for: \(String(cString: strerror(errno)))"
            }
        }
    }
}
