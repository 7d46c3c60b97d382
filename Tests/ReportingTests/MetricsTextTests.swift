import Foundation
import Reporting
import Testing

@Suite struct MetricsTextTests {
    private let metrics = Metrics(
        programVersion: "0.1.0",
        folders: [
            .init(path: "/srv/a \"b\\c\nd", lastScan: Date(timeIntervalSince1970: 1_790_000_000.9), isWhole: true),
            .init(path: "/srv/dead", lastScan: nil, isWhole: false),
        ], pending: 2, runs: 26, alertsOpen: 3, deliveriesOwed: 1, deliveriesFailed: 0, logLinesLost: 4, records: 617,
        journalBytes: 2_147_483_648, lastControl: nil)

    @Test func `every figure has its help, its type and its value`() {
        let lines = metricsText(metrics).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        for line in lines.dropLast() {
            #expect(
                line.wholeMatch(
                    of: /# (HELP|TYPE) cqwatch_[a-z_]+ .+|cqwatch_[a-z_]+(\{[a-z]+="([^"\\\n]|\\["\\n])*"\})? -?[0-9]+/)
                    != nil, "\(line)")
        }
        #expect(lines.contains("cqwatch_runs_total 26"))
        #expect(lines.contains("cqwatch_log_lines_lost_total 4"))
        #expect(lines.contains("cqwatch_journal_bytes 2147483648"))
        #expect(lines.contains("cqwatch_build_info{version=\"0.1.0\"} 1"))
    }

    @Test func `a folder's name cannot break out of its label`() {
        let text = metricsText(metrics)
        #expect(text.contains(#"cqwatch_folder_last_scan_timestamp_seconds{folder="/srv/a \"b\\c\nd"} 1790000000"#))
        #expect(text.contains("cqwatch_folder_whole{folder=\"/srv/dead\"} 0"))
    }

    @Test func `what is not known has no line`() {
        let text = metricsText(metrics)
        #expect(!text.contains("last_control"))
        #expect(!text.contains("last_scan_timestamp_seconds{folder=\"/srv/dead\"}"))
        var known = metrics
        known.lastControl = Date(timeIntervalSince1970: 1_548_772_090)
        #expect(metricsText(known).contains("cqwatch_last_control_timestamp_seconds 1548772090\n"))
    }
}
