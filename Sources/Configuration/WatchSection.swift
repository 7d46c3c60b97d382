// `watch`: which folders, how often, and when a file counts as settled.
internal import Foundation
internal import Monitoring
internal import Text
internal import Yams

enum WatchSection {
    static var keys: [SettingKey<WatchSettings>] {
        [
            .seconds(
                "settle", \.settleSeconds, 0.1...3600, "size and time of a file must rest this long before it is read"),
            .seconds("settleNetwork", \.settleNetworkSeconds, 0.1...3600, "the same on network mounts"),
            .seconds("poll", \.pollSeconds, 0.2...3600, "every folder is scanned at least this often"),
            .seconds(
                "incompleteAfter", \.incompleteAfterSeconds, 1...604_800,
                "a file that stays incomplete this long is recorded as unreadable"
            ),
            .seconds(
                "absenceWait", \.absenceWaitSeconds, 1...604_800,
                "the rules that stand on missing samples wait this long for files and folders, then run and say what "
                    + "they could not see"
            ),
            .seconds(
                "processorTime", \.processorTimeSeconds, 0.1...600,
                "processor time for reading one file; what needs more is tried again with more, and is recorded as no "
                    + "run where it stays far beyond this machine's plates"
            ),
            .seconds(
                "clockAhead", \.clockAheadSeconds, 3600...31_536_000,
                "a clock that has gone further since it was last believed, and no time server vouches for it, is "
                    + "doubted"
            ),
            .integer("bytesMax", \.bytesMax, 1024...(1 << 32), "a larger file is no run, bytes"),
            .integer("depthMax", \.depthMax, 0...64, "sub-folders below a watched folder"),
            .integer("filesMax", \.filesMax, 1...WatchSettings.filesLimit, "files below one watched folder"),
            .text(
                "timeZone", \.timeZone, "IANA zone of the instrument's clock, e.g. Europe/Berlin; empty: this machine's"
            ),
        ]
    }
    static let ignoreMax = 200

    static func read(_ section: Section, folder: String) -> WatchSettings {
        var settings = WatchSettings()
        section.read(keys, into: &settings)
        settings.directories = directories(section, folder)
        if let names = section.list("ignore", entriesMax: ignoreMax) {
            settings.ignore = names.compactMap { section.text($0, lengthMax: 255) }
        }
        if let names = section.list("runs", entriesMax: ignoreMax) {
            settings.runs = names.compactMap { section.text($0, lengthMax: 255) }
        }
        if let zone = settings.timeZone, let entry = section.entry("timeZone"), TimeZone(identifier: zone) == nil {
            section.fault(
                entry, "\(quoted(zone)) is no time zone that this machine knows",
                fix: "write an IANA name such as Europe/Berlin or Etc/UTC"
            )
        }
        section.finish()
        return settings
    }

    private static func directories(_ section: Section, _ folder: String) -> [WatchSettings.Directory] {
        guard let entries = section.list("directories", entriesMax: WatchSettings.directoriesLimit), !entries.isEmpty
        else {
            if section.entry("directories") == nil || section.list("directories")?.isEmpty == true {
                section.missing("directories", fix: "list the folders that runs are exported to")
            }
            return []
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let directory = directory(entry, section, folder) else { return nil }
            guard seen.insert(directory.path).inserted else {
                section.fault(entry, "\(quoted(directory.path)) is listed twice", fix: "keep one")
                return nil
            }
            return directory
        }
    }

    /// A path, or a section with `path` and `network`.
    private static func directory(_ entry: Entry, _ section: Section, _ folder: String) -> WatchSettings.Directory? {
        guard case .mapping(let mapping) = entry.node else {
            return section.path(entry, in: folder).map { WatchSettings.Directory(path: $0) }
        }
        let own = Section(path: entry.key, mapping: mapping, line: entry.line, log: section.log)
        defer { own.finish() }
        let network = own.entry("network").flatMap { own.flag($0) }
        guard let path = own.entry("path") else {
            own.missing("path", fix: "write the folder's path")
            return nil
        }
        return own.path(path, in: folder).map { WatchSettings.Directory(path: $0, network: network) }
    }
}
