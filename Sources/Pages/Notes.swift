/// Remarks of a table's rows: each is written once below it, rows carry its number.
struct Notes {
    private var texts: [String] = []
    private var numbers: [String: Int] = [:]
    private static let lengthMax = 600

    mutating func marks(_ remarks: [String]) -> HTML {
        let own = remarks.filter { !$0.isEmpty }.map { remark in
            if let known = numbers[remark] { return known }
            texts.append(remark)
            numbers[remark] = texts.count
            return texts.count
        }
        return HTML(own.map(String.init).joined(separator: ", "))
    }

    var html: HTML {
        guard !texts.isEmpty else { return .none }
        return .element("ol", [.class("notes")], HTML(texts.map { .cell("li", [], HTML(bounded($0, Self.lengthMax))) }))
    }
}
