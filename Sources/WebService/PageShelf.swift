// Which pages there are, by the names that addresses give them; made anew when something new is recorded.
internal import Assay
internal import Casebook
internal import Configuration
internal import Journal
internal import Laboratory
internal import Pages

struct PageShelf {
    /// Of the newest record that a page may show.
    let state: Int64
    let links: PageLinks
    private let runs: [String: ListedRun]
    private let names: [Int64: String]

    init(_ casebook: Casebook, _ configuration: Configuration) throws(JournalError) {
        state = try casebook.newestNews()
        let listed = try casebook.runs(acceptBy: configuration.laboratory.acceptBy)
        let named = listed.map { run in
            let identity = run.identity
            return (PageName.run(id: identity.id.text, serial: identity.serial, started: identity.started), run)
        }
        runs = Dictionary(named) { first, _ in first }
        names = Dictionary(named.map { ($1.sequence, $0) }) { first, _ in first }
        links = PageLinks(
            hasIndex: true, patients: Set(configuration.patients.keys).union(try casebook.patientCodes()),
            runs: PageLinks.byID(named.map { name, run in (run.identity.id.text, name) }))
    }

    func run(named name: String) -> ListedRun? { runs[name] }

    func name(ofRun record: Int64) -> String? { names[record] }
}
