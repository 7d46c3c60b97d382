import Testing

@testable import Postgres

@Suite("Parameters of a statement")
struct PostgresParametersTests {
    @Test("lie one after the other, each ended by NUL, with nothing where NULL is meant")
    func pointers() {
        var parameters = PostgresParameters(["a", nil])
        parameters.append("äb")
        parameters.append(Int64(-7))
        let texts = parameters.withPointers { pointers in
            (0..<parameters.count).map { pointers?[$0].map { String(cString: $0) } }
        }
        #expect(texts == ["a", nil, "äb", "-7"])
    }

    @Test("that are none have no pointer to lead astray")
    func none() { #expect(PostgresParameters().count == 0) }
}

@Suite("A fault of the store")
struct PostgresFaultTests {
    @Test("says what waiting heals, and is one line")
    func kinds() {
        #expect(PostgresFault(state: nil, sentence: "a\n  b").sentence == "a b")
        #expect(PostgresFault(state: "57P03", sentence: "").isTransient)
        #expect(PostgresFault(state: "40001", sentence: "").isSerialization)
        #expect(!PostgresFault(state: "42501", sentence: "").isTransient)
    }
}
