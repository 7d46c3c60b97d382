// The one owner of a libcurl handle: settings, TLS, and an end to whatever it does.
internal import CCurl
internal import Foundation
internal import Hospital
internal import Synchronization

/// Set from any thread when whatever waits is to end.
final class StopFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

final class CurlHandle {
    private static let isInitialised = ccurl_global_init() == CURLE_OK

    let raw: UnsafeMutableRawPointer
    private let stop: StopFlag
    private let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var isWhole = true

    /// Nil where libcurl cannot be had.
    init?(_ stop: StopFlag) {
        guard Self.isInitialised, let raw = curl_easy_init() else {
            errorText.deallocate()
            return nil
        }
        self.raw = raw
        self.stop = stop
        errorText.initialize(repeating: 0)
        if let text = errorText.baseAddress { check(ccurl_set_buffer(raw, CURLOPT_ERRORBUFFER, text)) }
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        check(
            ccurl_set_progress(
                raw,
                { context, _, _, _, _ in
                    guard let context else { return 1 }
                    return Unmanaged<StopFlag>.fromOpaque(context).takeUnretainedValue().isSet ? 1 : 0
                }, Unmanaged.passUnretained(stop).toOpaque()))
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    func set(_ option: CURLoption, _ text: String) { check(ccurl_set_text(raw, option, text)) }
    func set(_ option: CURLoption, _ number: Int) { check(ccurl_set_number(raw, option, number)) }

    func check(_ code: CURLcode) { if code != CURLE_OK { isWhole = false } }

    func forgetHeaders() {
        check(ccurl_set_list(raw, CURLOPT_HTTPHEADER, nil))
        curl_slist_free_all(headers)
        headers = nil
    }

    func add(header: String) {
        headers = curl_slist_append(headers, header)
        check(ccurl_set_list(raw, CURLOPT_HTTPHEADER, headers))
    }

    func use(_ files: TLSFiles?) {
        guard let files else { return }
        if let authority = files.authority { set(CURLOPT_CAINFO, authority) }
        if let certificate = files.certificate { set(CURLOPT_SSLCERT, certificate) }
        if let key = files.key { set(CURLOPT_SSLKEY, key) }
    }

    /// Blocks. Nil where it went well, else why not.
    func perform() -> String? {
        guard isWhole else { return "libcurl refuses a setting" }
        errorText[0] = 0
        let code = curl_easy_perform(raw)
        return code == CURLE_OK ? nil : reason(code)
    }

    /// What libcurl said of an earlier step is no reason for what this one ends with.
    func send(_ bytes: Data) -> (code: CURLcode, count: Int) {
        errorText[0] = 0
        var count = 0
        return (bytes.withUnsafeBytes { curl_easy_send(raw, $0.baseAddress, $0.count, &count) }, count)
    }

    func receive(_ piece: inout [UInt8]) -> (code: CURLcode, count: Int) {
        errorText[0] = 0
        var count = 0
        return (curl_easy_recv(raw, &piece, piece.count, &count), count)
    }

    func reason(_ code: CURLcode) -> String {
        if code == CURLE_ABORTED_BY_CALLBACK { return "stopped with the service" }
        let text = errorText.baseAddress.map { String(cString: $0) } ?? ""
        let words = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        // What TLS calls an alert is the other side's word (RFC 8446, 6.2); those on certificates are about ours.
        if words.contains("alert"), words.contains("certificate") || words.contains("unknown ca") {
            return "the receiver wants a certificate of ours that it trusts: \(words)"
        }
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION: return "the receiver's certificate is not to be trusted: \(words)"
        case CURLE_SSL_CACERT_BADFILE: return "the authority's certificate cannot be read: \(words)"
        case CURLE_SSL_CERTPROBLEM: return "our certificate or its key cannot be used: \(words)"
        default: return words
        }
    }
}
