// What the laboratory hears of sticks and devices: R10's kind, and one notice that is no alert.
import Assay
import Text
public import Files
public import USB

/// A stick that the policy refuses.
public func refusedDeviceFinding(_ device: USBDevice, nodes: [String], reason: String) -> Finding {
    laboratory(
        .refusedDevice, subject: refusedDeviceSubject(device), run: nil,
        text:
            "The USB device \(deviceTitle(device)) at port \(shown(device.port)) "
            + "(\(plainList(nodes.map { shown($0) }, max: nodesMax))) is refused: "
            + "\(asSentence(shown(reason, max: 300))) Nothing was read from it.")
}

public func refusedDeviceSubject(_ device: USBDevice) -> String { "USB device \(deviceTitle(device))" }

/// A stick that was pulled before all of it was read.
/// - Parameters:
///   - unread: paths of files, as the journal calls them; some of them where there are many.
///   - looked: it had been looked through, so that `count` is all that is missing.
public func pulledStickFinding(_ stick: Stick, unread: [String], count: Int, looked: Bool) -> Finding {
    let files = counted(count, "file")
    let missing =
        looked
        ? "\(files) of it were not read: "
        : "It had not been looked through; of what was seen, \(files) were not read: "
    let list = unread.isEmpty ? "" : stopped(plainList(unread.map { shown($0, max: 200) }, max: filesMax))
    return laboratory(
        .pulledStick, subject: pulledStickSubject(stick), run: nil,
        text:
            "The \(stick.title) was pulled too early. "
            + "\(count == 0 ? "It had not been looked through." : missing + list)"
    )
}

public func pulledStickSubject(_ stick: Stick) -> String { "unread \(stick.name)" }

/// A device that the configuration names is gone for longer than it may be.
public func missingDeviceFinding(_ name: String, seconds: Double) -> Finding {
    laboratory(
        .missingDevice, subject: missingDeviceSubject(name), run: nil,
        text: "The device \(shown(name)) has been gone for more than \(plainDecimal(seconds / 60, digits: 0)) min.")
}

public func missingDeviceSubject(_ name: String) -> String { "device \(name)" }

/// Not an alert: a stick may be pulled. It asks for nothing, so it is over as soon as it is told.
public func mediumNotice(_ stick: Stick, _ sentence: String) -> Finding {
    Finding(
        rule: "media", severity: .laboratory, subject: stick.name, text: sentence,
        advice: "The stick can be pulled now.")
}

private func deviceTitle(_ device: USBDevice) -> String {
    "\(device.id) \(device.serial.map { "serial \(shown($0, max: 80))" } ?? "without a serial number")"
}

/// Items listed in one text; the rest are counted.
private let nodesMax = 4
private let filesMax = 8

extension RuleDescription {
    static let refusedDevice = RuleDescription.ofLaboratory(
        "refused device",
        fires: "a USB device is plugged in that the policy refuses",
        advice:
            "If it is not the laboratory's own stick, pull it and find out whose it is. Carry runs on a plain "
            + "stick, or add this one to usb.allow.",
        evidence: "a stick is a way in")

    static let pulledStick = RuleDescription.ofLaboratory(
        "stick pulled too early",
        fires: "a stick was pulled before all of it was read",
        advice: "Plug it in again and leave it until it is said to be safe to pull. What was read from it is kept.",
        evidence: "what was not read raises nothing else")

    static let missingDevice = RuleDescription.ofLaboratory(
        "missing device",
        fires: "a device that usb.named lists has been gone for longer than it may be",
        advice:
            "Check its cable and its power. The alert ends when it is back; take it out of usb.named if it is "
            + "gone for good.",
        evidence: "what brings the runs is gone")
}
