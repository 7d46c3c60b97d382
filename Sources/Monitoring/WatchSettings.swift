/// What is watched and when a file counts as settled: the `watch` part of the configuration.
public struct WatchSettings: Hashable, Sendable, Codable {
    public struct Directory: Hashable, Sendable, Codable {
        public var path: String
        /// On another machine: rests longer. Nil: the file system says so itself.
        public var network: Bool?
        public init(path: String, network: Bool? = nil) {
            self.path = path
            self.network = network
        }
    }

    public var directories: [Directory] = []
    /// Size and modification time must rest this long before a file is read.
    public var settleSeconds = 2.0
    /// The same on network file systems, whose times and sizes may lag behind.
    public var settleNetworkSeconds = 10.0
    /// Every directory is scanned at least this often; inotify only makes the scan come early.
    public var pollSeconds = 10.0
    /// A file that stays incomplete this long is recorded as unreadable.
    public var incompleteAfterSeconds = 900.0
    /// The rules that stand on absent results wait this long for files that are on their way and for folders that do
    /// not answer.
    public var absenceWaitSeconds = 900.0
    /// Names of run files: they are read first and waited for. Files of other names are examined too.
    public var runs = WatchSettings.runsDefault
    /// Processor time for parsing and analysing one file; what needs more is tried again with more.
    public var processorTimeSeconds = 5.0
    /// Without a time server's word, a clock that has gone further ahead since it was last believed is doubted.
    public var clockAheadSeconds = 172_800.0
    /// Names that are passed over, files and directories: `*` and `?`, without case.
    public var ignore = WatchSettings.ignoreDefault
    /// A larger file is no run.
    public var bytesMax = 64 << 20
    /// Sub-directories below a watched directory.
    public var depthMax = 16
    /// Files below one watched directory.
    public var filesMax = WatchSettings.filesLimit
    /// IANA name of the zone in which the instrument tells time; nil: this machine's.
    public var timeZone: String?

    public init() {}

    /// Hidden files, what programs write while they work, what file systems keep for themselves, and the litter of
    /// reports.
    public static let ignoreDefault =
        [
            ".*", "~$*", "*.tmp", "*.part", "*.crdownload", "Thumbs.db", "desktop.ini", "lost+found",
            "System Volume Information", "$RECYCLE.BIN",
        ]
        + ["html", "htm", "png", "jpg", "jpeg", "gif", "bmp", "css", "js", "pdf", "xlsx", "xls", "docx"].map {
            "*." + $0
        }
    /// Containers, RDML and tables of results.
    public static let runsDefault = ["*.lc96p", "*.rdml", "*.rdm", "*.zip", "*.xml", "*.csv", "*.tsv", "*.txt"]
    /// More directories are refused by the configuration.
    public static let directoriesLimit = 16
    public static let filesLimit = 100_000
}
