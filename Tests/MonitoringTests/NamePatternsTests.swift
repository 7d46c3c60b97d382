import Monitoring
import Testing

@Suite("Patterns of names that are passed over")
struct NamePatternsTests {
    let standard = NamePatterns(WatchSettings.ignoreDefault)

    @Test(
        "pass over hidden files, work in progress and the litter of reports",
        arguments: [
            ".hidden", "~$plate.lc96p", "plate.TMP", "run.lc96p.part", "thumbs.db", "Desktop.ini", "lost+found",
            "$Recycle.bin", "report.HTML", "curve.PnG", "a.b.xlsx",
        ])
    func ignored(name: String) {
        #expect(standard.match(Array(name.utf8)))
    }

    @Test(
        "let everything else be examined by its content",
        arguments: [
            "plate.lc96p", "plate.rdml", "results.txt", "no extension", "Lauf – Größe.LC96P", "tmp", "html",
            "plate.tmp.lc96p", "",
        ])
    func examined(name: String) {
        #expect(!standard.match(Array(name.utf8)))
    }

    @Test("know stars and question marks")
    func wildcards() {
        #expect(NamePatterns(["a*b*c"]).match(Array("aXXbYbZc".utf8)))
        #expect(!NamePatterns(["a*b*c"]).match(Array("aXXbYbZ".utf8)))
        #expect(NamePatterns(["?.x"]).match(Array("ä.X".utf8)))
        #expect(!NamePatterns(["?.x"]).match(Array("ab.x".utf8)))
        #expect(NamePatterns(["*"]).match([0xFF]))
        #expect(!NamePatterns([]).match(Array("a".utf8)))
    }

    @Test("are not slowed by many stars")
    func linear() {
        let hostile = String(repeating: "a*", count: 60) + "b"
        #expect(!NamePatterns([hostile]).match(Array(repeating: UInt8(ascii: "a"), count: 255)))
    }
}
