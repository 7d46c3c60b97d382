// Real instrument files stand beside the checkout, never in it: suites that need them skip where they are absent.
public import Foundation

public enum SharedData {
    /// `../shared/data` beside the package, or nil.
    public static let folder: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = package.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// For `.enabled(if: SharedData.present, SharedData.absence)`.
    public static var present: Bool { folder != nil }
    public static let absence = "../shared/data is absent: this suite reads real instrument files"

    public static func bytes(_ path: String) throws -> Data {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return try Data(contentsOf: folder.appending(path: path))
    }
}
