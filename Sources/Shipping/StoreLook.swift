// Whether the store answers a site, for a person who asks.
public import Central
public import Postgres

/// The newest record of this site that the store holds; nil where it holds none. Nothing is shipped.
public func storeHead(site: String, connection: String) throws(PostgresFault) -> ChainPlace? {
    try StoreVisit.head(of: site, at: try siteConnection(connection, site: site))
}
