// The body: parts in parts (RFC 2045 to 2047, 2387), each in an encoding that seven bits and short lines carry.
public import Foundation

/// A node of a message's body.
public indirect enum MailPart: Hashable, Sendable {
    /// `subtype` is "plain" or "html".
    case text(String, subtype: String)
    /// A PNG that the HTML beside it shows as `cid:` and its id.
    case picture(Data, contentID: String, filename: String)
    /// Ways to say the same, the best last.
    case alternative([MailPart])
    /// The first part, and what it shows.
    case related([MailPart])

    /// The part with its headers, lines ended by CRLF. `boundary` is unique in the message and is lengthened for the
    /// parts within.
    func bytes(boundary: String) -> Data {
        switch self {
        case .text(let text, let subtype):
            part(
                ["Content-Type: text/\(subtype); charset=UTF-8", "Content-Transfer-Encoding: quoted-printable"],
                quotedPrintable(text))
        case .picture(let bytes, let contentID, let filename):
            part(
                [
                    "Content-Type: image/png", "Content-Transfer-Encoding: base64", "Content-ID: <\(contentID)>",
                    "Content-Disposition: inline; filename=\"\(filename)\"",
                ],
                bytes.base64EncodedString(options: [
                    .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
                ]) + "\r\n")
        case .alternative(let parts): multipart("alternative", "", parts, boundary)
        case .related(let parts): multipart("related", "; type=\"text/html\"", parts, boundary)
        }
    }

    private func part(_ headers: [String], _ body: String) -> Data {
        Data((headers.map { $0 + "\r\n" }.joined() + "\r\n" + body).utf8)
    }

    private func multipart(_ subtype: String, _ parameters: String, _ parts: [MailPart], _ boundary: String) -> Data {
        var out = Data("Content-Type: multipart/\(subtype)\(parameters);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for (index, part) in parts.enumerated() {
            out += Data("--\(boundary)\r\n".utf8) + part.bytes(boundary: "\(boundary).\(index)") + Data("\r\n".utf8)
        }
        return out + Data("--\(boundary)--\r\n".utf8)
    }
}

/// RFC 2045's quoted-printable: text that is mostly ASCII stays readable. Line breaks of the text are kept, as CRLF.
func quotedPrintable(_ text: String) -> String {
    let lineMax = 76
    var out: [UInt8] = []
    var column = 0
    func put(_ bytes: [UInt8]) {
        // One column is left for the soft break's equals sign.
        if column + bytes.count > lineMax - 1 {
            out += Array("=\r\n".utf8)
            column = 0
        }
        out += bytes
        column += bytes.count
    }
    let normal = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    for line in normal.dropLast(normal.hasSuffix("\n") ? 1 : 0).split(separator: "\n", omittingEmptySubsequences: false)
    {
        for (index, byte) in line.utf8.enumerated() {
            let isBlankAtEnd = byte == 32 && index == line.utf8.count - 1
            // A dot or "From " at a line's beginning would tempt old mail programs.
            let isTempting = column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
            if (32...126).contains(byte), byte != UInt8(ascii: "="), !isBlankAtEnd, !isTempting {
                put([byte])
            } else {
                put(Array("=".utf8) + hex(byte))
            }
        }
        out += Array("\r\n".utf8)
        column = 0
    }
    return String(decoding: out, as: UTF8.self)
}

private func hex(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
