public import Assay

/// What is pipetted on a plate and how the run is kept: all that a simulated LightCycler 96 file follows from, besides
/// a seed.
public struct PlateDesign: Sendable {
    public struct Well: Hashable, Sendable {
        public var position: WellPosition
        /// The name a technician gives; empty for an unused well.
        public var sample: String
        /// Key of the sample in the file; nil: one key for every sample name, type and target.
        public var sampleID: String?
        public var type: SampleType
        public var target: String
        /// What truly is in the tube, copies/µl template.
        public var copies: Double
        /// What the technician declares of a standard; nil elsewhere.
        public var declared: Double?
        /// Excluded by a person in the instrument's software.
        public var excluded: Bool

        public init(
            _ position: WellPosition, sample: String, type: SampleType, target: String, copies: Double,
            declared: Double? = nil,
            excluded: Bool = false, sampleID: String? = nil
        ) {
            self.position = position
            self.sample = sample
            self.sampleID = sampleID
            self.type = type
            self.target = target
            self.copies = copies
            self.declared = declared
            self.excluded = excluded
        }
    }

    public static let rows = 8
    public static let columns = 12

    /// Nil: drawn from the seed.
    public var runID: String?
    /// Digits of the instrument's serial number.
    public var serial = "20417"
    /// Nil: the vendor's default name, "LC96SN" and the serial number.
    public var instrument: String?
    public var start: LocalTime
    /// Last save in the software on the PC: `dateUpdated` of the manifest.
    public var saved: LocalTime
    /// Wells in use; all others are written as unused.
    public var wells: [Well]
    public var cycles = 45
    /// The study's programme lists no melt step.
    public var melt = false
    public var chemistry = ReactionChemistry()

    // Damage that a reader has to bear.
    /// Members left out of the container.
    public var withoutMembers: Set<ContainerMember> = []
    /// Wells that are not written at all (a plate of 95 wells).
    public var withoutWells: Set<WellPosition> = []
    /// Replaces the manifest's digest.
    public var manifestDigest: String?

    public init(start: LocalTime, saved: LocalTime? = nil, wells: [Well]) {
        self.start = start
        self.saved = saved ?? start.adding(seconds: 2 * 3600)
        self.wells = wells
    }
}

/// The members of a container, in the vendor's order.
public enum ContainerMember: String, Sendable, CaseIterable {
    case rdmlData = "rdml_data.xml"
    case instrumentData = "instrument_data.xml"
    case appData = "app_data.xml"
    case moduleData = "module_data.xml"
    case calculatedData = "calculated_data.xml"
    case manifest = "manifest.xml"
}
