import ArgumentParser
import Assay
import Configuration
import Devices
import Monitoring
import Reporting
internal import USB

/// `cqwatch usb`: what is plugged in, and what the policy says of it.
struct USBDevices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usb",
        abstract: "Lists USB devices with the verdict on each that is storage; judges one.",
        discussion: """
            A device is read only where every interface that it declares is mass storage, and where it stands in \
            usb.allow, unless that is empty. Hubs are left out; devices that are not storage are listed without a \
            verdict. No daemon is needed.

            --admit is asked before a stick is mounted: exit 0 admitted, 1 refused, with the reason on standard error, \
            and refused too where the configuration cannot be read. The daemon journals its own verdict when it sees \
            the device.
            """)

    @Option(help: ArgumentHelp("Judge the USB device behind this block device.", valueName: "device"))
    var admit: String?

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    func run() async throws {
        if let admit { return try judge(admit) }
        let settings = try config.load().usb
        var document = DevicesDocument()
        do {
            for seen in try pluggedIn(settings) where !seen.device.isHub {
                document.add(
                    seen.device, disks: seen.fileSystems, names: seen.names,
                    verdict: seen.isStorage ? seen.verdict : nil)
            }
        } catch {
            throw CommandFailure.inputOutput("\(error)")
        }
        try form.write(
            document, csv: { try $0.csv() }, text: { devicesText($0, width: foldingWidth(), colour: $1) })
    }

    /// Nothing but a plain yes admits: a faulty configuration is no yes.
    private func judge(_ node: String) throws {
        guard !node.isEmpty else { throw CommandFailure.usage("--admit wants a block device, such as /dev/sda1") }
        let configuration: Configuration
        do {
            configuration = try config.load()
        } catch let failure as CommandFailure {
            throw CommandFailure.no("\(node) is refused: the configuration cannot be read.\n\(failure.sentence)")
        }
        let verdict = Devices.admit(node, configuration.usb)
        guard verdict.admitted else { throw CommandFailure.no("\(node) is refused: \(verdict.reason)") }
        writeError("\(node) is admitted: \(verdict.reason)")
    }
}
