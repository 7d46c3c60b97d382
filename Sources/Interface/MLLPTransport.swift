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
        if connection == nil, let fault = connect() { return .again(fault) }
        guard let open = connection else { return .again("there is no connection") }
        let end = steadyNow() + .seconds(settings.answerSeconds)
        if let fault = write(MLLP.frame(message), open, until: end) { return .again(fault) }
        return read(open, for: event.number.text(site: site), until: end)
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
        var byte = UInt8(0), count = 0
        return curl_easy_recv(handle.raw, &byte, 1, &count) == CURLE_AGAIN
    }

    private func write(_ bytes: Data, _ open: (handle: CurlHandle, socket: Int32), until end: Duration) -> String? {
        var rest = bytes
        while !rest.isEmpty {
            var count = 0
            let code = rest.withUnsafeBytes { curl_easy_send(open.handle.raw, $0.baseAddress, $0.count, &count) }
            if code == CURLE_AGAIN {
                if let fault = wait(open.socket, POLLOUT, until: end) { return fault }
            } else if code != CURLE_OK {
                return "the connection broke while the message was sent: \(open.handle.reason(code))"
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    private func read(_ open: (handle: CurlHandle, socket: Int32), for control: String, until end: Duration) -> Verdict
    {
        var answer = FramedAnswer(), piece = [UInt8](repeating: 0, count: Self.pieceMax)
        while true {
            var count = 0
            let code = curl_easy_recv(open.handle.raw, &piece, piece.count, &count)
            if code == CURLE_AGAIN {
                guard let fault = wait(open.socket, POLLIN, until: end) else { continue }
                return .again(answer.isEmpty ? fault : "\(fault); half an answer came: \(answer.words)")
            }
            guard code == CURLE_OK, count > 0 else {
                let what = code == CURLE_OK ? "the receiver closed the line" : open.handle.reason(code)
                return .again(answer.isEmpty ? "\(what) without an answer" : "\(what) after \(answer.words)")
            }
            switch answer.take(piece.prefix(count)) {
            case .incomplete: if steadyNow() > end { return .again("the answer did not end in time: \(answer.words)") }
            case .broken(let reason): return .again(reason)
            case .whole(let content, let isAlone):
                if !isAlone { hangUp() }
                return verdict(on: content, for: control)
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
