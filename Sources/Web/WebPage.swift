/// What can be looked at.
public enum WebPage: Hashable, Sendable {
    case index
    /// A study code.
    case patient(String)
    /// The name of its file, as `PageName.run` makes it.
    case run(String)

    /// The page of an address; nil where it is none. Names are flat: nothing here is a path of a file.
    init?(name: some StringProtocol) {
        let allowed = name.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 95].contains($0)
        }
        guard allowed, name.utf8.count <= Self.nameMax, !name.contains("..") else { return nil }
        if name.isEmpty || name == "index.html" {
            self = .index
        } else if name.hasPrefix("patient-"), name.hasSuffix(".html"), name.utf8.count > 13 {
            self = .patient(String(name.dropFirst(8).dropLast(5)))
        } else if name.hasPrefix("run-"), name.hasSuffix(".html") {
            self = .run(String(name))
        } else {
            return nil
        }
    }

    private static let nameMax = 200

    /// For the record of who saw it: "patient P01".
    public var subject: String {
        switch self {
        case .index: "index"
        case .patient(let code): "patient \(code)"
        case .run(let name): "run \(name)"
        }
    }
}
