// A container whose RDML document is lost still tells the vendor's results: well, target, call, Cq and concentration,
// but no sample and no curve.

extension LightCyclerMembers {
    /// The wells of which calculated_data tells a result; nil where it tells none.
    func runWithoutDocument() -> RDMLDocument.Run? {
        let rows = calculated.rows.keys.compactMap { calculated.graphs[$0] ?? app.graphs[$0] }
        let places = Set(calculated.calls.keys).union(rows)
        guard !places.isEmpty, places.count <= ReadingLimits.reactionsMax else { return nil }
        var run = RDMLDocument.Run(experiment: "", id: calculated.run ?? app.run ?? "")
        for (react, targets) in Dictionary(grouping: places, by: \.react).sorted(by: { $0.key < $1.key }) {
            var made = RDMLDocument.React(id: react)
            made.measurements = targets.map(\.target).sorted().map {
                var measurement = RDMLDocument.Measurement()
                measurement.target = $0
                return measurement
            }
            run.reacts.append(made)
        }
        return run
    }
}
