// Reads a container back with libzip, independently of the project's own reader.
import CZip
import Foundation
import Simulation
import Testing

struct Unpacked {
    var names: [String] = []
    var members: [String: [UInt8]] = [:]

    init(_ data: Data) throws {
        var error = zip_error_t()
        let bytes = [UInt8](data)
        try bytes.withUnsafeBytes { buffer in
            let source = try #require(zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error))
            let archive = try #require(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error))
            defer { zip_discard(archive) }
            for index in 0..<UInt64(max(zip_get_num_entries(archive, 0), 0)) {
                let name = String(cString: try #require(zip_get_name(archive, index, 0)))
                let file = try #require(zip_fopen_index(archive, index, 0))
                defer { zip_fclose(file) }
                var chunk = [UInt8](repeating: 0, count: 1 << 16)
                var content: [UInt8] = []
                while case let read = zip_fread(file, &chunk, UInt64(chunk.count)), read > 0 {
                    content += chunk.prefix(Int(read))
                }
                names.append(name)
                members[name] = content
            }
        }
    }

    func text(_ member: ContainerMember) -> String { String(decoding: members[member.rawValue] ?? [], as: UTF8.self) }
}

/// Every text between `<name>` and `</name>`, in order.
func texts(_ name: String, in xml: String) -> [String] {
    xml.components(separatedBy: "<\(name)>").dropFirst().map { String($0.prefix { $0 != "<" }) }
}
