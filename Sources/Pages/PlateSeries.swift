import Assay
import Reporting

/// The wells of one target and dye of a run, and their curves.
struct PlateSeries {
    let target: String?
    let dye: String?
    let wells: [WellDocument]
    /// By well.
    let curves: [String: CurvesDocument]
    let curve: TargetDocument.Curve?
    /// What the instrument's software fitted.
    let instrumentCurve: TargetDocument.InstrumentCurve?

    private struct Key: Hashable {
        let target: String?
        let dye: String?
    }

    /// In the order of the plate. Wells without anything in them belong to none.
    static func all(_ run: RunDocument, _ curves: [CurvesDocument]) -> [PlateSeries] {
        var order: [Key] = []
        var wells: [Key: [WellDocument]] = [:]
        for well in run.wells where well.type != .unused {
            let key = Key(target: well.target, dye: well.dye)
            if wells[key] == nil { order.append(key) }
            wells[key, default: []].append(well)
        }
        let measured = Dictionary(grouping: curves) { Key(target: $0.target, dye: $0.dye) }
        let targets = Dictionary(run.targets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return order.map { key in
            PlateSeries(
                target: key.target, dye: key.dye, wells: wells[key] ?? [],
                curves: Dictionary(
                    (measured[key] ?? []).map { ($0.well, $0) }, uniquingKeysWith: { first, _ in first }),
                curve: key.target.flatMap { targets[$0]?.curve },
                instrumentCurve: key.target.flatMap { targets[$0]?.instrumentCurve })
        }
    }

    var label: String {
        [target.map { bounded($0) } ?? "no target", dye.map { bounded($0) }].compactMap(\.self).joined(separator: ", ")
    }

    /// Names from the file tell sections apart by a number: they are no ids.
    func anchor(_ kind: String, _ ordinal: Int?) -> String { ordinal.map { "\(kind)-\($0)" } ?? kind }

    /// Wells that have a curve of this kind; the unknown ones last, on top of the others.
    func drawn(_ has: (CurvesDocument) -> Bool) -> [(well: WellDocument, curves: CurvesDocument)] {
        wells.compactMap { well in curves[well.well].flatMap { has($0) ? (well, $0) : nil } }
            .sorted { ($0.well.type == .unknown ? 1 : 0) < ($1.well.type == .unknown ? 1 : 0) }
    }
}

/// How a kind of well is drawn: the class of its line, and what it is called.
let wellKinds: [(type: SampleType, mark: String, title: String)] = [
    (.unknown, "u", "samples"), (.standard, "s", "standards"), (.positive, "p", "positive controls"),
    (.ntc, "n", "no-template controls"),
]

func mark(_ type: SampleType) -> String { wellKinds.first { $0.type == type }?.mark ?? "u" }

/// What lines mean, for those kinds that are there.
func key(_ wells: [WellDocument]) -> HTML {
    let entries = wellKinds.compactMap { kind -> HTML? in
        let count = wells.count { $0.type == kind.type }
        guard count > 0 else { return nil }
        let sample = HTML.element(
            "svg", [Attribute("viewBox", "0 0 34 10"), Attribute("aria-hidden", "true")],
            .element("g", [.class("w \(kind.mark)")], .empty("path", [Attribute("d", "M0 5h34")])))
        return .element("span", [], sample, "\(count) \(kind.title)")
    }
    return .element("p", [.class("key")], HTML(entries))
}
