// Waiting for an answer, never for ever: libpq's own calls wait as long as a server keeps the connection open, though it
// may be stopped, or stand behind a proxy that is.
internal import CPostgres
internal import Glibc

extension PostgresConnection {
    var isUsable: Bool { !isLost && PQstatus(handle) == CONNECTION_OK }

    /// The connection's own words.
    func broken() -> PostgresFault {
        PostgresFault(
            state: nil,
            sentence: isLost
                ? "the server took what it was asked and did not answer within \(answerMax.components.seconds) s"
                : Self.message(of: handle))
    }

    /// The next result of what was sent, for at most `answerMax`; nil where a statement has no more.
    func nextResult() throws(PostgresFault) -> OpaquePointer? {
        guard !isLost else { throw broken() }
        let end = ContinuousClock.now + answerMax
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw broken() }
            if PQisBusy(handle) == 0 { return PQgetResult(handle) }
            try wait(for: Int16(POLLIN) | (unsent > 0 ? Int16(POLLOUT) : 0), until: end)
            guard PQconsumeInput(handle) == 1 else { throw broken() }
        }
    }

    /// Until the server says something, or `sliceMilliseconds` at most: TLS may hold bytes back that poll(2) does not see
    /// (records above 8 kB, which PostgreSQL itself never sends), and only reading again finds them.
    private func wait(for events: Int16, until end: ContinuousClock.Instant) throws(PostgresFault) {
        guard ContinuousClock.now < end else {
            isLost = true
            throw broken()
        }
        var socket = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        guard poll(&socket, 1, sliceMilliseconds) >= 0 || errno == EINTR else {
            throw PostgresFault(state: nil, sentence: "poll: \(String(cString: strerror(errno)))")
        }
    }
}

private let sliceMilliseconds: Int32 = 100
