// What the binary writes for people, in a terminal of 60 columns and in one that shows ASCII alone.
import Foundation
import Testing
import TestSupport

@Suite("What a terminal shows")
struct TerminalTests {
    private static let plates = Result { try JournaledPlates(3) }
    private let plates: JournaledPlates
    init() throws { plates = try Self.plates.get() }

    /// Lines that run over, but for those with a word that is nearly a line by itself: nothing breaks a path.
    private func tooLong(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { line in
            line.count > 60 && line.split(separator: " ").allSatisfy { $0.count <= 46 }
        }
    }

    @Test(
        "no list and no report runs over 60 columns",
        arguments: [
            ["runs"], ["files"], ["alerts", "--all"], ["patients"], ["patients", "--plot"], ["patient", "P01"],
            ["patient", "P01", "--plot"], ["deliveries"], ["controls"], ["controls", "--plot"], ["explain", "P01"],
            ["status"],
        ])
    func lists(command: [String]) throws {
        let text = try plates.says(
            command + ["--config", plates.configuration], code: nil, environment: ["COLUMNS": "60", "LANG": "C.UTF-8"])
        #expect(!text.isEmpty && tooLong(text) == [])
    }

    @Test("nor does what needs no journal")
    func files() throws {
        let file = plates.folder.path + "/export/" + plates.names[0]
        let series = plates.folder.path + "/series.csv", dilutions = plates.folder.path + "/dilutions.csv"
        let days = (0..<8).map { "P01,\($0 * 7),\(1000 << $0),10" }
        try (["patient,day,copies,lloq"] + days).joined(separator: "\n").write(
            toFile: series, atomically: true, encoding: .utf8)
        let wells = [(1e4, 24.0), (1e3, 27.4), (1e2, 30.7), (10, 34.1)].flatMap { quantity, cq in
            (0..<20).map { "\(cq + Double($0) / 100),\(quantity),BCMA-CAR-T" }
        }
        try (["cq,quantity,target"] + wells).joined(separator: "\n").write(
            toFile: dilutions, atomically: true, encoding: .utf8)
        for command in [
            ["analyze", file], ["analyze", "--live", file], ["rules"], ["kinetics", series], ["lod", dilutions],
        ] {
            let text = try plates.says(command, code: nil, environment: ["COLUMNS": "60"])
            #expect(!text.isEmpty && tooLong(text) == [], "\(command)")
        }
        for command in [["rules"], ["kinetics", series], ["lod", dilutions]] {
            let table = try plates.says(command + ["--csv"])
            #expect(table.split(separator: "\n").count > 1 && table.contains(","), "\(command)")
        }
    }

    @Test("a plot is of ASCII where the locale is")
    func ascii() throws {
        func plot(_ locale: String) throws -> String {
            try plates.says(
                ["patient", "P01", "--plot", "--config", plates.configuration], environment: ["LC_ALL": locale])
        }
        let (plain, rich) = (try plot("C"), try plot("C.UTF-8"))
        #expect(rich.contains("┤") && !plain.contains("┤") && plain.contains("days after the infusion"))
    }

    @Test("deliveries are told in the configured zone")
    func zone() throws {
        let text = try plates.says(["deliveries", "--config", plates.configuration])
        #expect(!text.contains(".000Z") && !text.contains("T0"), "\(text)")
    }
}
