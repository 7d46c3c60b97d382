// The figures for a monitoring system, replaced as a whole: a reader sees the old file or the new one.
internal import Assay
internal import Casebook
internal import Configuration
internal import Foundation
internal import Glibc
internal import Journal
internal import Linux
internal import Log
internal import Monitoring
internal import Reporting

/// What the metrics file last said.
struct MetricsFile {
    /// However much happens, the journal is not asked more often.
    static let pause = Duration.seconds(1)

    var status: JournalStatus?
    var written: Duration?
}

extension Daemon {
    /// After each batch of events: writes the file where a scan has ended since, or the journal has grown. A failure is
    /// a line in the log and nothing else; what a busy journal does not tell now, the next scan does.
    func keepMetrics() throws(JournalError) {
        guard let path = configuration.metricsPath, monitor.surveyed else { return }
        let now = steadyNow()
        if let written = metrics.written, now - written < MetricsFile.pause { return }
        let hasGrown = try metrics.status?.head != casebook.journal.head()
        guard hasGrown || hasScanned else { return }
        hasScanned = false
        metrics.written = now
        if hasGrown { metrics.status = try casebook.status(dayStart: Date()) }
        guard let status = metrics.status else { return }
        if let fault = replaceFile(path, with: metricsText(figures(status))) {
            logger.say(.metricsFailed, "The metrics file \(path) cannot be written: \(fault).")
        }
    }

    private func figures(_ status: JournalStatus) -> Metrics {
        Metrics(
            programVersion: programVersion,
            folders: pulse.map { .init(path: $0.path, lastScan: $0.lastScan, isWhole: $0.problem == nil) },
            pending: monitor.pending, absenceHeld: !monitor.absence.mayJudge || clock.doubt != nil,
            unseen: Self.unseenCount(monitor.absence), clockDoubted: clock.doubt != nil, runs: status.runs,
            alertsOpen: status.alertsOpen, deliveriesOwed: status.deliveriesOwed,
            deliveriesFailed: status.deliveriesFailed, logLinesLost: ServiceLog.linesLost, records: status.records,
            journalBytes: casebook.journal.bytesOnDisk,
            lastControl: status.lastControl.flatMap { instant($0, in: configuration.instrumentZone) })
    }
}

extension Daemon {
    private static func unseenCount(_ absence: AbsenceStanding) -> Int {
        if case .blind(let paths) = absence { paths.count } else { 0 }
    }
}

/// Puts a text in a file's place, readable for everybody.
/// - Returns: why not; nil where it is done.
func replaceFile(_ path: String, with text: String) -> String? {
    var about = stat()
    if stat(path, &about) == 0, about.st_mode & S_IFMT != S_IFREG { return "there is something that is no file" }
    do throws(WholeFile.Failure) {
        try WholeFile.replace(path, by: path + ".new", in: AT_FDCWD, with: text, mode: 0o644)
        return nil
    } catch {
        return error.reason
    }
}

/// A run's start as its file says it, without a zone; nil where it says none.
func instant(_ started: String, in zone: TimeZone) -> Date? {
    let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day().time(includingFractionalSeconds: false)
    return try? Date(String(started.prefix(19)), strategy: style)
}
