import Foundation
import Testing

@testable import FHIR

/// An authorization server may answer anything.
@Suite struct TokenGrantTests {
    private func grant(_ body: String, status: Int = 200) -> TokenGrant? {
        TokenGrant(onStatus: status, Data(body.utf8))
    }

    @Test("a token is used as long as the server says, and no longer than a day")
    func lifetime() {
        #expect(grant(#"{"access_token":"abc","expires_in":300}"#)?.seconds == 300)
        #expect(grant(#"{"access_token":"abc"}"#)?.seconds == TokenGrant.secondsUsual)
        #expect(grant(#"{"access_token":"abc","expires_in":1e300}"#)?.seconds == TokenGrant.secondsMax)
        #expect(grant(#"{"access_token":"abc","expires_in":-1e300}"#)?.seconds == 0)
    }

    @Test(
        "what grants nothing, or what no header can carry, is no token",
        arguments: [
            #"{"access_token":""}"#, #"{"access_token":"a b"}"#, #"{"access_token":"a\r\nHost: x"}"#,
            #"{"access_token":"a","expires_in":"soon"}"#, #"{"error":"invalid_client"}"#, "", "[", "<html>",
        ])
    func nothing(body: String) {
        #expect(grant(body) == nil)
        #expect(grant(#"{"access_token":"abc"}"#, status: 401) == nil)
    }
}
