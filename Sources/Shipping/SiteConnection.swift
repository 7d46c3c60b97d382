// A site's way to the store: TLS, the server's certificate checked against its name, our own shown.
internal import Central
internal import Postgres

/// PostgreSQL's invalid_authorization_specification: waiting does not help.
private let unsafeConnection = "28000"

/// - Throws: a connection that is not checked, or on which the store takes us for somebody else, is refused.
func siteConnection(_ connection: String, site: String) throws(PostgresFault) -> PostgresConnection {
    let store = try PostgresConnection(
        connection, application: "cqwatch-ship", settings: [("sslmode", "verify-full"), ("user", site)])
    guard store.isEncrypted, store.certificateCheck == "verify-full" else {
        throw PostgresFault(
            state: unsafeConnection,
            sentence: "the connection does not check the server's certificate (sslmode=verify-full)")
    }
    guard store.user == site else {
        throw PostgresFault(
            state: unsafeConnection, sentence: "the store knows us as \(store.user), and central.site is \(site)")
    }
    try store.execute(SiteStatements.byKey)
    return store
}
