import Linux
import Testing

@Suite("A pause")
struct PauseTests {
    @Test("lasts as long as it is asked to")
    func lasts() async {
        let clock = ContinuousClock()
        let took = await clock.measure { #expect(await pause(seconds: 0.05)) }
        #expect(took >= .milliseconds(50))
    }

    @Test("ends at once with its task, begun or not")
    func ends() async {
        let waiting = Task { await pause(seconds: 600) }
        waiting.cancel()
        #expect(await waiting.value == false)
    }
}
