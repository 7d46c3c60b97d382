/// What reading accepts at most. Instrument files are hostile until read: every buffer, count and depth ends here.
enum ReadingLimits {
    /// A file as it lies in the folder. Real containers hold 0.4 MB.
    static let fileBytesMax = 64 << 20
    /// One unpacked member; the largest real one holds 10 MB.
    static let memberBytesMax = 64 << 20
    /// All members of one archive together.
    static let unpackedBytesMax = 128 << 20
    static let membersMax = 256
    static let memberNameBytesMax = 1024
    /// Bytes handed from the unpacker to the XML parser at once.
    static let pieceBytes = 32 << 10
    static let elementDepthMax = 32
    /// Text of one element that is kept, and of one attribute.
    static let textBytesMax = 16 << 10
    /// Bytes of one tag or one run of text, read or not. libxml2 2.9 compares every attribute of a tag with every
    /// other, so a tag must end.
    static let tagBytesMax = 256 << 10
    static let attributesMax = 64
    /// Namespaces that one tag declares.
    static let namespacesMax = 64
    /// Names of elements, attributes and namespaces in one document, ours included. Real documents use some 200; the
    /// parser keeps each to the end.
    static let distinctNamesMax = 4096
    static let samplesMax = 10_000
    static let targetsMax = 10_000
    static let runsMax = 64
    /// Reactions of one run: every well of the largest plate with eight targets.
    static let reactionsMax = 12_288
    /// Points of all curves of a file together: 1536 wells of 50 cycles and 500 melt points, or 384 wells in four
    /// colours.
    static let curvePointsMax = 2_000_000
    /// Thermal programmes that read fluorescence in one run.
    static let programmesMax = 64
    static let graphsMax = 50_000
    static let tableBytesMax = 8 << 20
    static let tableRowsMax = 20_000
    static let tableColumnsMax = 256
    static let findingsMax = 100
    /// Bytes at the end of a zip in which its directory's end mark must stand: the mark and the longest comment.
    static let zipTailBytes = 22 + 65_535
}
