import Digests
import Testing

@Suite("Digests")
struct DigestTests {
    @Test(
        "agree with the published test vectors",
        arguments: [
            (Digest.Algorithm.md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
            (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ])
    func vectors(algorithm: Digest.Algorithm, text: String, hex: String) {
        #expect(Digest.hex(algorithm, Array(text.utf8)) == hex)
    }

    @Test("do not depend on how the bytes were cut")
    func pieces() {
        let digest = Digest(.sha256)
        for byte in "abc".utf8 { digest.update([byte]) }
        #expect(digest.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(digest.hex() == nil)
    }
}
