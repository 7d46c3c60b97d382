internal import CCrypto
public import Foundation

/// A digest over bytes that come in pieces, by OpenSSL. One owner of one context.
public final class Digest {
    public enum Algorithm: Sendable { case md5, sha256 }

    private let context: OpaquePointer?
    private var usable: Bool

    public init(_ algorithm: Algorithm) {
        context = EVP_MD_CTX_new()
        let kind =
            switch algorithm {
            case .md5: EVP_md5()
            case .sha256: EVP_sha256()
            }
        usable = context != nil && EVP_DigestInit_ex(context, kind, nil) == 1
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: some ContiguousBytes) {
        bytes.withUnsafeBytes { usable = usable && EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
    }

    /// Lower-case hex, or nil where the library refused (a FIPS build refuses MD5). Ends the digest.
    public func hex() -> String? {
        var out = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard usable, EVP_DigestFinal_ex(context, &out, &length) == 1 else { return nil }
        usable = false
        return Self.text(out.prefix(Int(length)))
    }

    /// HMAC-SHA-256 (RFC 2104), lower-case hex; nil where the library refused.
    public static func hmac(key: [UInt8], _ bytes: [UInt8]) -> String? {
        var out = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &out, &length) != nil else { return nil }
        return text(out.prefix(Int(length)))
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The hex digest of one piece.
    public static func hex(_ algorithm: Algorithm, _ bytes: some ContiguousBytes) -> String? {
        let digest = Digest(algorithm)
        digest.update(bytes)
        return digest.hex()
    }
}
