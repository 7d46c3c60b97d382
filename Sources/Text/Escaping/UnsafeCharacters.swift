// Which characters of a foreign text do more than stand for themselves. Every escaping of this folder asks here, so
// that no destination forgets one.

extension Unicode.Scalar {
    /// Steers what shows it, or is invisible: control characters (ASCII's, DEL, and U+0080 to U+009F, which terminals
    /// obey too), what ends a line, marks that turn the direction of writing, and all other format characters.
    package var steers: Bool {
        guard value >= 0x7F else { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }

    /// A joiner (U+200C, U+200D) is a format character that belongs to words of some scripts and to emoji. Where a
    /// character would be lost, and not written as an escape, joiners stay.
    package var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// Has no agreed look: private use, and what no Unicode version has given a character.
    package var isUnassigned: Bool {
        guard value >= 0x7F else { return false }
        return switch properties.generalCategory {
        case .privateUse, .unassigned: true
        default: false
        }
    }
}
