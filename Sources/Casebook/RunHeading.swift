// A run as its results are reported under: which save, which targets.
internal import Assay
internal import GRDB
internal import Journal

/// What a run's record says of it, without its wells and curves.
struct RunHeading {
    let sequence: Int64
    let identity: RunIdentity
    let instrument: String?
    /// The save that was in force when this one came.
    let supersedes: Int64?
    /// Of the saves up to this one it was the latest: an older save that comes late tells nobody anything.
    let isInForce: Bool
    /// Names of the assay's targets on the plate, without the reference genes.
    let targets: Set<String>

    static func read(_ sequence: Int64, _ db: Database) throws -> RunHeading? {
        let sql = """
            SELECT about, run_id, run_serial, run_started, body->>'$.instrument' AS instrument, (SELECT
                json_group_array(value->>'$.name') FROM json_each(body, '$.targets') WHERE value->>'$.role' = 'target')
                AS targets FROM record WHERE sequence = ?
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [sequence]),
            let id: String = try row.decode(forColumn: "run_id")
        else { return nil }
        let identity = try RunIdentity(
            id: RunID(id), serial: row.decode(forColumn: "run_serial"), started: row.decode(forColumn: "run_started"))
        let saves = try Casebook.runs(withID: identity.id, db).filter {
            $0.sequence <= sequence && $0.identity == identity
        }
        return try RunHeading(
            sequence: sequence, identity: identity, instrument: row.decode(forColumn: "instrument"),
            supersedes: row.decode(forColumn: "about"),
            isInForce: Casebook.inForce(saves)?.sequence == sequence,
            targets: Set(CanonicalJSON.value([String].self, from: row.decode(forColumn: "targets"), keys: .asWritten)))
    }

    /// Whether hospitals are told of such a result: what filled the wells of a patient's sample, of a target.
    func isReported(_ body: ResultBody) -> Bool {
        (body.type ?? .unknown) == .unknown && targets.contains(body.target)
    }
}
