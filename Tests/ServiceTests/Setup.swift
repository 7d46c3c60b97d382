// A set-up in a temporary folder, quick to settle, and the small runs that are dropped into it.
import Foundation
import TestSupport

struct Setup {
    let folder: TemporaryFolder
    var configurationPath: String { folder.path + "/cqwatch.yaml" }
    var journalPath: String { folder.path + "/state/journal.sqlite" }

    private static let configuration = """
        watch:
          directories: [export]
          settle: 0.3 s
          settleNetwork: 0.5 s
          poll: 1 s
          incompleteAfter: 2 s
        assay:
          standards:
            unit: copies/ul template
        patients: patients.csv
        journal:
          path: state/journal.sqlite
        delivery:
          default: physician
          recipients:
            physician:
              role: physician
              name: Physician on duty
              address: physician@example.org

        """

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/export", withIntermediateDirectories: true)
        try Data(Self.configuration.utf8).write(to: URL(filePath: configurationPath))
        try writePatients("")
    }

    func edit(_ change: (String) -> String) throws {
        let text = try String(contentsOfFile: configurationPath, encoding: .utf8)
        try change(text).write(toFile: configurationPath, atomically: true, encoding: .utf8)
    }

    func writePatients(_ rows: String) throws {
        try Data(("patient,infusion,dose,group,physician,ended,reason\n" + rows).utf8).write(
            to: URL(filePath: folder.path + "/patients.csv"))
    }

    /// A result table of a few wells: small, whole, and another run for another number.
    static func table(_ number: Int) -> Data {
        let rows = (1...4).map { "A\($0)\tS\(number)-\($0)\tBCMA-CAR-T\t\(20 + number % 7).\($0)\tPositive" }
        return Data(
            (["Position\tSample Name\tGene Name\tCq\tCall"] + rows).joined(separator: "\n").appending("\n").utf8)
    }

    func drop(_ name: String, _ bytes: Data) throws { try folder.write("export/" + name, bytes) }
}
