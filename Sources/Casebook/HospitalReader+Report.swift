// A result as it is reported. Its order is a digest over run, patient, sample and target, so that a later save or an
// amendment answers the same order.
internal import Assay
internal import Digests
internal import Hospital
internal import Journal

extension HospitalReader {
    func reported(
        _ body: ResultBody, of run: RunHeading, upTo sequence: Int64, replaces: MessageNumber?, corrects: Bool,
        voided: String?
    ) throws -> ReportedResult {
        let patient = body.patient ?? ""
        let own = try order(run, patient, body)
        var orders = try Casebook.results(ofRun: run.sequence, upTo: sequence, db).filter {
            $0.body.patient == patient && run.isReported($0.body)
        }.map { try order(run, patient, $0.body) }
        if voided == nil, !orders.contains(own) { orders.append(own) }
        return ReportedResult(
            order: own, report: try digest([run.identity.id.text, run.identity.serial, run.identity.started, patient]),
            reportOrders: voided == nil ? orders : orders.filter { $0 != own }, run: run.identity,
            instrument: run.instrument, sample: body.sample, target: body.target, quantity: Self.quantity(body),
            flags: body.flags, sampled: day(body), replaces: replaces, correctsValue: corrects, voided: voided)
    }

    func order(_ run: RunHeading, _ patient: String, _ body: ResultBody) throws -> String {
        let (id, serial, start) = (run.identity.id.text, run.identity.serial, run.identity.started)
        return ReportedResult.orderNumber(
            digest: try digest([id, serial, start, patient, body.sample, body.target]), sample: body.sample,
            target: body.target)
    }

    /// Each part with its length before it, so that no two lists give the same bytes.
    private func digest(_ parts: [String?]) throws -> String {
        let text = parts.map { "\($0?.utf8.count ?? -1):\($0 ?? "")" }.joined()
        guard let hex = Digest.hex(.sha256, Array(text.utf8)) else {
            throw JournalError.failed("The system's cryptographic library refuses SHA-256; orders cannot be numbered.")
        }
        return String(hex.prefix(32))
    }

    private func day(_ body: ResultBody) -> CalendarDate? {
        guard let day = body.day, let start = body.patient.flatMap({ infusions[$0] }) else { return nil }
        return CalendarDate(dayNumber: start.dayNumber + day)
    }

    static func quantity(_ body: ResultBody) -> Quantity {
        body.withheld.map { body.quantity.withheld(because: $0) } ?? body.quantity
    }
}
