// What the centre tells a site of its own patients.
public import Central
internal import Foundation
public import Postgres

/// Values of one of this site's patients that other sites measured. The store shows a site its own rows alone.
public func valuesFromElsewhere(of patient: String, site: String, connection: String) throws(PostgresFault)
    -> [ElsewhereValue]
{
    let store = try siteConnection(connection, site: site)
    let rows = try store.execute(SiteStatements.elsewhere, [site, patient])
    return try (0..<rows.count).map { row throws(PostgresFault) in
        let text = rows.text(row, 2) ?? ""
        do { return try JSONDecoder().decode(ElsewhereValue.self, from: Data(text.utf8)) } catch {
            throw PostgresFault(
                state: nil, sentence: "the centre tells of a value in a form that this version does not know")
        }
    }
}
