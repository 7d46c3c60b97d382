import Assay
import Foundation

/// A plate after its run: what the members of a container are written from.
struct PlateRecord {
    /// One of the plate's reactions.
    struct Slot {
        /// RDML's `react/@id`, row by row from 1.
        let number: Int
        let position: WellPosition
        /// Nil: unused.
        let well: PlateDesign.Well?
        let sampleID: String
        let targetID: String
        let graphID: String
        let reaction: Reaction
        let reading: InstrumentReading
        /// RDML's `<cq>`: the displayed Cq of a positive well; 100 or any number of another.
        let fileCq: Double
        /// First well of its replicate group; nil alone.
        let master: String?
        /// Signed ARGB.
        let color: Int
    }

    static let dye = "SYBR Green I"

    let design: PlateDesign
    let runID: String
    let experimentID: String
    let conditionsID: String
    let analysisID: String
    let placeholderID: String
    let instrument: String
    /// Genes in order of appearance, with their ids in the analysis.
    let genes: [(name: String, id: String)]
    let slots: [Slot]

    var used: [Slot] { slots.filter { $0.well != nil } }

    static func targetID(_ gene: String) -> String { "\(dye)@\(gene)" }

    /// Runs the plate. Same design and seed, same record.
    init(_ design: PlateDesign, seed: UInt64) {
        self.design = design
        var ids = SeededRandom(seed: seed, stream: 1)
        var random = SeededRandom(seed: seed, stream: 2)
        let drawnRunID = ids.guid()
        runID = design.runID ?? drawnRunID
        experimentID = ids.guid()
        conditionsID = ids.guid()
        analysisID = ids.guid()
        placeholderID = Self.targetID(ids.guid())
        instrument = design.instrument ?? "LC96SN" + design.serial

        var names: [String] = []
        for well in design.wells where !names.contains(well.target) { names.append(well.target) }
        genes = names.map { ($0, ids.guid()) }

        let wells = Dictionary(design.wells.map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first })
        let groups = Dictionary(grouping: design.wells) { Self.groupKey($0) }
        var sampleIDs: [String: String] = [:]
        let unusedID = ids.guid()
        var slots: [Slot] = []
        for number in 1...PlateDesign.rows * PlateDesign.columns {
            guard let position = WellPosition(number: number, columns: PlateDesign.columns),
                !design.withoutWells.contains(position)
            else { continue }
            let well = wells[position]
            let reaction = design.chemistry.reaction(
                of: well?.target ?? "", concentration: well?.copies ?? 0, cycles: design.cycles, melt: design.melt,
                random: &random)
            let reading = InstrumentReading(reaction.fluorescence)
            var sampleID = unusedID
            if let well {
                let key = Self.groupKey(well)
                sampleID = well.sampleID ?? sampleIDs[key] ?? ids.guid()
                sampleIDs[key] = sampleID
            }
            let group = well.flatMap { groups[Self.groupKey($0)] } ?? []
            let whim = random.uniform()
            slots.append(
                Slot(
                    number: number, position: position, well: well, sampleID: sampleID,
                    targetID: well.map { Self.targetID($0.target) } ?? placeholderID, graphID: ids.guid(),
                    reaction: reaction,
                    reading: reading, fileCq: reading.cq ?? Self.meaninglessCq(whim),
                    master: group.count > 1 ? group.map(\.position).min()?.label : nil,
                    color: -1 - (number * 1_140_671) % 16_777_215))
        }
        self.slots = slots
    }

    private static func groupKey(_ well: PlateDesign.Well) -> String {
        "\(well.type.rawValue)\u{1F}\(well.target)\u{1F}\(well.sample)\u{1F}\(well.sampleID ?? "")"
    }

    /// The vendor writes 100 into most wells without amplification and a plausible number into some.
    private static func meaninglessCq(_ whim: Double) -> Double {
        whim < 0.8 ? 100 : ((1.5 + (whim - 0.8) * 5 * 40) * 100).rounded() / 100
    }

    /// The software's standard curve of a gene: positive standards that are not excluded.
    func curve(of gene: String) -> InstrumentCurve? {
        InstrumentCurve(standards(of: gene).map { ($0.log10Concentration, $0.cq) })
    }

    func standards(of gene: String) -> [(slot: Slot, log10Concentration: Double, cq: Double)] {
        used.compactMap { slot in
            guard let well = slot.well, well.target == gene, well.type == .standard, !well.excluded,
                let declared = well.declared,
                declared > 0, let cq = slot.reading.cq
            else { return nil }
            return (slot, log10(declared), cq)
        }
    }
}
