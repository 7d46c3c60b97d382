// `usb`: which sticks are trusted, what is read from them, and which devices must not be missing.
internal import Monitoring
internal import Text
internal import USB

enum USBSection {
    static var keys: [SettingKey<USBSettings>] {
        [
            .flag("enabled", \.enabled, "sticks are judged and read; false: USB is let alone"),
            .flag("ext4", \.ext4, "sticks with ext4 are read too, beside vfat, exfat and ntfs"),
            .integer(
                "filesMax", \.filesMax, 1...WatchSettings.filesLimit,
                "run files on one stick; of more the rest is not read"),
            .integer("bytesMax", \.bytesMax, 1 << 20...1 << 40, "bytes of all run files on one stick"),
        ]
    }
    static var namedKeys: [SettingKey<USBSettings.Named>] {
        [.seconds("lossAfter", \.lossSeconds, 1...2_592_000, "gone for longer, the laboratory is told")]
    }

    static func read(_ section: Section, folder: String) -> USBSettings {
        var settings = USBSettings()
        section.read(keys, into: &settings)
        if let path = section.entry("mediaFolder").flatMap({ section.path($0, in: folder) }) {
            settings.mediaFolder = path
        }
        if let entries = section.list("allow", entriesMax: USBSettings.listLimit) {
            settings.allow = entries.compactMap { match($0, section) }
        }
        if let entries = section.list("folders", entriesMax: USBSettings.listLimit) {
            settings.folders = entries.compactMap { onStick($0, section) }
        }
        if let entries = section.list("suffixes", entriesMax: USBSettings.listLimit) {
            settings.suffixes = entries.compactMap { suffix($0, section) }
            if entries.isEmpty, let entry = section.entry("suffixes") {
                section.fault(
                    entry, "without a suffix no file would be read",
                    fix: "write at least one, or remove the key for the default")
            }
        }
        let named = section.section("named")
        settings.named = named.names.prefix(USBSettings.namedLimit).compactMap { device($0, named) }
        if named.names.count > USBSettings.namedLimit {
            named.log.fault(
                line: named.line, key: named.path, "\(named.names.count) devices",
                fix: "at most \(USBSettings.namedLimit)")
        }
        named.finish()
        section.finish()
        return settings
    }

    private static func match(_ entry: Entry, _ section: Section) -> DeviceMatch? {
        guard let text = section.text(entry, lengthMax: 255) else { return nil }
        guard let match = DeviceMatch(text) else {
            section.fault(
                entry, "an empty text names no device",
                fix: "write a serial number or vendor:product; `cqwatch usb` lists both")
            return nil
        }
        return match
    }

    /// A folder below the stick's own.
    private static func onStick(_ entry: Entry, _ section: Section) -> String? {
        guard let text = section.text(entry, lengthMax: 1024) else { return nil }
        let parts = text.split(separator: "/")
        guard !parts.isEmpty, !text.hasPrefix("/"), !parts.contains("..") else {
            section.fault(
                entry, "\(quoted(text)) is no folder of a stick",
                fix: "write it as it is called on the stick, such as Export or Lab/Runs")
            return nil
        }
        return parts.filter { $0 != "." }.joined(separator: "/")
    }

    private static func suffix(_ entry: Entry, _ section: Section) -> String? {
        guard let text = section.text(entry, lengthMax: 32) else { return nil }
        let suffix = text.hasPrefix(".") ? String(text.dropFirst()) : text
        guard !suffix.isEmpty, !suffix.contains("/") else {
            section.fault(entry, "\(quoted(text)) ends no file's name", fix: "write a suffix such as lc96p")
            return nil
        }
        return suffix.lowercased()
    }

    private static func device(_ name: String, _ named: Section) -> USBSettings.Named? {
        guard DeliverySection.isKey(name, named) else { return nil }
        let section = named.section(name)
        defer { section.finish() }
        var device = USBSettings.Named(name: name, match: .serial(""))
        section.read(namedKeys, into: &device)
        guard let entry = section.entry("match") else {
            section.missing(
                "match", fix: "write the device's serial number or vendor:product; `cqwatch usb` lists both")
            return nil
        }
        guard let match = match(entry, section) else { return nil }
        device.match = match
        return device
    }
}
