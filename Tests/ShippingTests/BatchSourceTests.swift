import Testing

@testable import Shipping

@Suite("Batches of a journal")
struct BatchSourceTests {
    @Test("are of a size that one statement of PostgreSQL may have")
    func size() {
        // The protocol counts parameters in 16 bits.
        #expect(StoreVisit.batchRows * 9 <= 65_535)
    }
}
