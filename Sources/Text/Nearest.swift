// A mistyped name is answered with the one that was meant.

/// The known name nearest to `key` by edit distance without regard to case, or nil where none is near.
package func nearest(to key: String, among known: some Sequence<String>) -> String? {
    let lengthMax = 64
    guard key.count <= lengthMax else { return nil }
    let wanted = Array(key.lowercased())
    let best = known.map { ($0, editDistance(wanted, Array($0.lowercased()))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let best, best.1 <= max(1, wanted.count / 3) else { return nil }
    return best.0
}

/// Levenshtein's distance: insertions, deletions and substitutions, one row of the table at a time.
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, right) in b.enumerated() {
            let substituted = diagonal + (left == right ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
