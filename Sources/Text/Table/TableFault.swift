/// Why a table cannot be read on, with the line on which the row begins, counted from 1.
package struct TableFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Error, Hashable, Sendable {
        /// A quotation mark that nobody closes.
        case openQuote
        /// Text stands before or behind a cell in quotation marks.
        case unpairedQuote
        case rowBytes(max: Int), columns(max: Int), rows(max: Int), cells(max: Int)
    }
    package let line: Int
    package let kind: Kind

    /// What is wrong, without a full stop.
    package var description: String {
        switch kind {
        case .openQuote: "In line \(line) a quotation mark opens and never closes"
        case .unpairedQuote: "In line \(line) the quotation marks do not pair"
        case .rowBytes(let max): "Line \(line) is longer than \(max >> 10) KB"
        case .columns(let max): "Line \(line) has more than \(max) cells"
        case .rows(let max): "The table holds more than \(max) rows"
        case .cells(let max): "The table holds more than \(max) cells"
        }
    }
}
