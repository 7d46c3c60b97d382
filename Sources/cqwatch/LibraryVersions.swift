// `cqwatch --version --verbose`: which C libraries are loaded, by their own word. They are the system's: its updates
// mend them, and no build here says which.
import CCrypto
import CCurl
import CFreeType
import CPNG
import CUSB
import CXML2
import CZip
import Glibc
import Journal
import Service

enum LibraryVersions {
    /// The arguments that ask for them, in any order.
    static func isAsked(_ arguments: [String]) -> Bool {
        arguments.count == 2 && Set(arguments) == ["--version", "--verbose"]
    }

    static var text: String {
        let libraries = [
            ("glibc", glibc), ("libcrypto", said(OpenSSL_version(OPENSSL_VERSION))), ("libcurl", said(curl_version())),
            ("libfreetype", freeType),
            ("libpng", said(png_get_libpng_ver(nil))), ("libsqlite3", sqliteLibraryVersion), ("libusb", usb),
            ("libxml2", said(cxml2_version())),
            ("libzip", said(zip_libzip_version())),
        ]
        let rows = libraries.map { "\($0)\(String(repeating: " ", count: 13 - $0.utf8.count))\($1)" }
        return ([programVersion] + rows + ["libudev      tells no version of its own; `udevadm --version` does"])
            .joined(separator: "\n") + "\n"
    }

    private static func said(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "unknown" }

    private static var glibc: String {
        var bytes = [CChar](repeating: 0, count: 64)
        confstr(Int32(_CS_GNU_LIBC_VERSION), &bytes, bytes.count)
        return bytes.withUnsafeBufferPointer { said($0.baseAddress) }
    }

    private static var freeType: String {
        var library: FT_Library?
        guard FT_Init_FreeType(&library) == 0 else { return "unknown" }
        defer { FT_Done_FreeType(library) }
        var (major, minor, patch) = (FT_Int(0), FT_Int(0), FT_Int(0))
        FT_Library_Version(library, &major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    private static var usb: String {
        guard let version = libusb_get_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.micro)"
    }
}
