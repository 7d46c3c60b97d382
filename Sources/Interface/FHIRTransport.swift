// Bundles to a FHIR server: POST to its base, one connection that is kept, a bearer token where the site has set one up.
internal import CCurl
internal import FHIR
internal import Foundation
internal import Hospital
internal import Linux

final class FHIRTransport: Transport {
    /// Of an answer, bytes: more of it is not read.
    static let answerMax = 64 << 10

    private let settings: FHIRSettings
    private let stop: StopFlag
    private var connection: CurlHandle?
    private let tokens: TokenSource?

    init(_ settings: FHIRSettings, _ stop: StopFlag) {
        self.settings = settings
        self.stop = stop
        tokens = settings.token.map { TokenSource($0, tls: settings.tls, stop) }
    }

    func hangUp() { connection = nil }

    func send(_ message: Data, of event: HospitalEvent) -> Verdict {
        var authorization: String?
        if let tokens {
            switch tokens.token() {
            case .success(let token): authorization = token
            case .failure(let fault): return .again(fault.description)
            }
        }
        guard let handle = connection ?? CurlHandle(stop) else { return .again("libcurl cannot be used") }
        connection = handle
        let (answer, fault) = handle.post(
            message, to: settings.url, type: "application/fhir+json",
            authorization: authorization.map { "Bearer \($0)" },
            tls: settings.tls, seconds: settings.answerSeconds)
        if let fault { return .again(fault) }
        if answer.status == 401 { tokens?.forget() }
        return verdict(onStatus: answer.status, answer.body)
    }
}

/// An answer's status, and as much of its body as is looked at.
final class HTTPAnswer {
    fileprivate(set) var status = 0
    private(set) var body = Data()

    /// - Returns: how many bytes were taken; fewer than came end the transfer.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let room = FHIRTransport.answerMax - body.count
        body.append(contentsOf: bytes.prefix(room))
        return bytes.count <= room ? bytes.count : 0
    }
    var isFull: Bool { body.count >= FHIRTransport.answerMax }
}

extension CurlHandle {
    /// One request. What of the answer is too long is not read: its status counts.
    func post(
        _ body: Data, to url: String, type: String, authorization: String?, tls: TLSFiles?, seconds: Double
    ) -> (answer: HTTPAnswer, fault: String?) {
        let answer = HTTPAnswer()
        set(CURLOPT_URL, url)
        forgetHeaders()
        add(header: "Content-Type: \(type)")
        add(header: "Accept: application/fhir+json, application/json")
        // No waiting for a go-ahead that many servers never give.
        add(header: "Expect:")
        if let authorization { add(header: "Authorization: \(authorization)") }
        use(tls)
        set(CURLOPT_TIMEOUT_MS, Int(seconds * 1000))
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        var bytes = body.map { CChar(bitPattern: $0) }
        bytes.withUnsafeMutableBufferPointer { check(ccurl_set_buffer(raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)) }
        check(
            ccurl_set_write(
                raw,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    return Unmanaged<HTTPAnswer>.fromOpaque(context).takeUnretainedValue().append(
                        UnsafeRawBufferPointer(start: bytes, count: size * count))
                }, Unmanaged.passUnretained(answer).toOpaque()))
        let fault = withExtendedLifetime(answer) { perform() }
        var status = 0
        if ccurl_get_number(raw, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK { answer.status = status }
        return (answer, answer.isFull && answer.status > 0 ? nil : fault)
    }
}
