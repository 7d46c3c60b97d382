// What an RDML document says, version 1.0 to 1.4, before anything is joined: names may be declared after the reactions
// that use them.

struct RDMLDocument {
    struct Quantity {
        let target: String?
        let value: Double?
        /// As written; nil where the document says none.
        let unit: String?
    }
    struct Sample {
        let id: String
        var description: String?
        /// Since 1.3 a sample may have one type a target; `target` is nil where it holds for all.
        var types: [(target: String?, type: String)] = []
        var quantities: [Quantity] = []
    }
    struct Target {
        let id: String
        var dye: String?
    }
    /// One `<data>`: one target in one well.
    struct Measurement {
        var target: String?
        var cq: Double?
        /// `<cq>` stands there and says "none": empty, NaN or another word.
        var saysNoCq = false
        var excluded = false
        var quantity: Double?
        var cycles: [Double] = []
        var fluorescence: [Double] = []
        var temperature: [Double] = []
        var meltFluorescence: [Double] = []
    }
    struct React {
        let id: String
        var sample: String?
        var measurements: [Measurement] = []
    }
    struct Run {
        let experiment: String
        let id: String
        var instrument: String?
        var softwareName: String?
        var softwareVersion: String?
        var rows: Int?
        var columns: Int?
        var date: String?
        var reacts: [React] = []
    }

    var version: String?
    var dateMade: String?
    var dateUpdated: String?
    var publisher: String?
    var serial: String?
    var samples: [String: Sample] = [:]
    var targets: [String: Target] = [:]
    var runs: [Run] = []
    /// Decimal marks of the numbers in the document.
    var marks = DecimalMarks()
    /// Cycles the longest programmed loop makes; 0 where no loop is described.
    var programmedCycles = 0
    /// Ids declared twice: the first declaration counts.
    var repeatedSamples: [String] = []
    var repeatedTargets: [String] = []

    /// Why the document's numbers cannot be trusted, a sentence; nil where one decimal mark was used throughout.
    var marksFault: String? {
        guard !marks.isDisjoint(with: [.comma, .doubtfulComma]) else { return nil }
        if marks.contains(.point) {
            return
                "Some numbers of the document are written with a decimal point and some with a comma, so none of them "
                + "can be trusted."
        }
        return marks.contains(.comma)
            ? nil
            : "The commas in the document's numbers may be decimal commas or mean thousands, so none of them can be "
                + "trusted."
    }
}
