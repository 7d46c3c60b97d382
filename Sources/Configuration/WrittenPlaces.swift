// What the service writes must be nothing that it reads: the laboratory's folders are never written, and figures never
// take the journal's place.
import Alerts
internal import Monitoring
internal import Foundation
internal import Hospital
internal import Text
internal import USB

enum WrittenPlaces {
    /// - Parameters:
    ///   - journal, metrics, pages: the entries that name them; nil where there is none.
    ///   - file: the configuration's own path.
    static func check(
        _ configuration: Configuration, journal: Entry?, metrics: Entry?, pages: Entry?, file: String, _ root: Section
    ) {
        let read = [file] + configuration.tablePaths
        if let journal, !configuration.journalPath.isEmpty {
            check(configuration.journalPath, journal, read, configuration, root)
        }
        if let entry = root.entry("interface"), let drop = configuration.interface?.folder, !drop.path.isEmpty {
            check(drop.path, entry, read, configuration, root)
        }
        if let pages, let folder = configuration.pagesFolder {
            check(folder, pages, read, configuration, root)
            // Group-readable pages have no business beside the journal.
            let journalFolder = plain(configuration.journalPath).split(separator: "/").dropLast().joined(separator: "/")
            if !configuration.journalPath.isEmpty, plain(folder) == "/" + journalFolder {
                root.fault(
                    pages, "\(quoted(folder)) is the journal's folder", fix: "write a folder of its own, such as pages")
            }
        }
        guard let metrics, let path = configuration.metricsPath else { return }
        check(path, metrics, read + configuration.delivery.hooks.map(\.path), configuration, root)
        let (new, old) = (plain(path), plain(configuration.journalPath))
        // SQLite's own files beside it, and the locks, begin with its name.
        if !configuration.journalPath.isEmpty, new == old || new.hasPrefix(old + "-") || new.hasPrefix(old + ".") {
            root.fault(
                metrics, "\(quoted(path)) is the journal's",
                fix: "write a path of its own, such as metrics/cqwatch.prom")
        }
    }

    private static func check(
        _ path: String, _ entry: Entry, _ read: [String], _ configuration: Configuration, _ root: Section
    ) {
        let place = plain(path)
        if let other = read.first(where: { plain($0) == place }) {
            root.fault(entry, "\(quoted(path)) would be written over \(quoted(other))", fix: "write a path of its own")
        }
        for folder in configuration.watch.directories.map(\.path) + [configuration.usb.mediaFolder]
        where (place + "/").hasPrefix(plain(folder) + "/") {
            root.fault(
                entry, "\(quoted(path)) lies in \(quoted(folder)), which is read and never written",
                fix: "write a path outside of it")
        }
    }

    /// Without double strokes and single dots. Links are the file system's: they are not looked at here.
    private static func plain(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
