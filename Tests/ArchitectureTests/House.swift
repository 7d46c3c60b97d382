// What the project's own files say of its rooms: ARCHITECTURE.md's table, Package.swift, and the imports of the
// sources.
import Foundation

struct House {
    /// Rooms: folders below Sources that hold Swift.
    let rooms: [String]
    /// What the third column of the table says that a room knows.
    let table: [String: Set<String>]
    /// What Package.swift gives a room.
    let targets: [String: Set<String>]
    /// Every module that a room imports, the system's included.
    let everyImport: [String: Set<String>]
    /// The rooms that ARCHITECTURE.md calls pure.
    let pureRooms: [String]
    private let root: URL

    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// Modules of the system that a pure room must not import; Foundation is for its value types.
    static let outside: Set = ["Glibc", "Dispatch", "Synchronization"]
    /// What the table does not draw: modules of the toolchain, and GRDB's own door to SQLite.
    private static let undrawn = outside.union(["Foundation", "GRDBSQLite"])
    /// Clocks, files, threads and chance, as a call of Foundation or the standard library looks.
    private static let impure = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "FileManager", "FileHandle", "Thread",
        "ProcessInfo",
        "SystemRandomNumberGenerator", ".random(in:", "UUID()", "contentsOfFile", "Task.sleep",
    ]

    init(at root: URL) throws {
        self.root = root
        let architecture = try String(contentsOf: root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
        let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let folders = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).sorted()
        var imports: [String: Set<String>] = [:]
        for folder in folders {
            let files = Self.swiftFiles(root, folder)
            if files.isEmpty { continue }
            imports[folder] = try files.reduce(into: []) { $0.formUnion(Self.imported(by: try Self.text(of: $1))) }
        }
        everyImport = imports
        rooms = imports.keys.sorted()
        table = Self.table(in: architecture)
        targets = Self.targets(in: package, rooms: imports.keys.sorted())
        pureRooms = Self.pureRooms(in: architecture)
    }

    /// What the table draws: rooms of ours, C libraries and packages.
    var imports: [String: Set<String>] { everyImport.mapValues { $0.subtracting(Self.undrawn) } }

    func isSystemLibrary(_ module: String) -> Bool {
        !rooms.contains(module)
            && FileManager.default.fileExists(atPath: root.appending(path: "Sources/\(module)").path)
    }

    /// Calls in a room's code, comments left out, that reach out of it.
    func impureCalls(in room: String) -> [String] {
        Self.swiftFiles(root, room).flatMap { file in
            let code = ((try? Self.text(of: file)) ?? "").split(separator: "\n").map { line in
                line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            }
            return Self.impure.filter { call in code.contains { $0.contains(call) } }
                .map { "\($0) in \(file.lastPathComponent)" }
        }
    }

    /// Places in a room's code where a row of a database is read by the subscript that ends the process when the file
    /// holds another kind of value than was meant: `row["name"]`, `row[0]`, `$0["name"]`. `decode(forColumn:)` throws.
    func readsThatTrap(in room: String) -> [String] {
        Self.swiftFiles(root, room).flatMap { file in
            ((try? Self.text(of: file)) ?? "").split(separator: "\n").filter { line in
                line.contains(/(?:\b\w*[rR]ow|\$\d)\??\[(?:"|\d)/) && !line.drop { $0 == " " }.hasPrefix("//")
            }.map { "\(file.lastPathComponent): \($0.drop { $0 == " " })" }
        }
    }

    private static func text(of file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

    private static func swiftFiles(_ root: URL, _ room: String) -> [URL] {
        let folder = root.appending(path: "Sources/\(room)")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    private static func imported(by text: String) -> Set<String> {
        Set(
            text.matches(of: /(?m)^[a-z@_ ]*\bimport (?:(?:struct|enum|class|func|protocol|var|let) )?(\w+)/).map {
                String($0.1)
            })
    }

    /// Rows `| `Room` | what lives there | A, B |`; a word in parentheses is a remark, "nothing of ours" and "–" are
    /// nothing.
    private static func table(in text: String) -> [String: Set<String>] {
        let rows = text.matches(of: /(?m)^\| `([A-Za-z0-9 ]+)` \|.*\| ([^|]*) \|$/)
        return rows.reduce(into: [:]) { table, row in
            let known = String(row.2).replacing(/\([^)]*\)/, with: "")
            let names = known.matches(of: /[A-Z]\w*|swift-log/).map { $0.0 == "swift-log" ? "Logging" : String($0.0) }
            for room in row.1.split(separator: " ") where !systemLibraries(row.1) { table[String(room)] = Set(names) }
        }
    }

    /// The row of the C libraries, which hold no Swift.
    private static func systemLibraries(_ names: Substring) -> Bool {
        names.split(separator: " ").allSatisfy { $0.hasPrefix("C") && $0.dropFirst().first?.isUppercase == true }
    }

    /// `room("Name", ["A", grdb])` and the executable's `dependencies:`, with the products' variables resolved.
    private static func targets(in text: String, rooms: [String]) -> [String: Set<String>] {
        let products = Dictionary(
            text.matches(of: /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/).map {
                (String($0.1), String($0.2))
            },
            uniquingKeysWith: { $1 })
        return rooms.reduce(into: [:]) { targets, room in
            let named = try? Regex(
                "(?s)(?:room\\(\\s*\"\(room)\"|executableTarget\\(\\s*name: "
                    + "\"\(room)\"),?([^\\[)]*)(?:\\[([^\\]]*)\\])?"
            )
            guard let named, let call = text.firstMatch(of: named) else { return }
            let before = call.output[1].substring ?? ""
            let list = before.contains("tests:") ? "" : call.output[2].substring ?? ""
            targets[room] = Set(
                list.matches(of: /"(\w+)"|(\w+)/).compactMap { match in
                    match.1.map(String.init) ?? match.2.flatMap { products[String($0)] }
                })
        }
    }

    /// The sentence "Pure rooms (A, B, …) import no Glibc …".
    private static func pureRooms(in text: String) -> [String] {
        guard let sentence = text.firstMatch(of: /Pure rooms \(([^)]*)\) import no/) else { return [] }
        return sentence.1.matches(of: /\w+/).map { String($0.0) }
    }
}
