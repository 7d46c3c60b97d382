// Events that the suites write down: the values of a plate, the hostile names of a bad day.
package import Alerts
package import Assay
package import Foundation
package import Hospital
import Rules

package let written = Date(timeIntervalSince1970: 1_795_882_420)

package func settings() -> InterfaceSettings {
    var settings = InterfaceSettings()
    settings.site = "LAB1"
    return settings
}

package func result(
    _ reading: Quantity.Reading? = .quantified(Estimate(567_544.04, low: 531_100, high: 606_600)),
    withheld: [String] = [],
    sample: String = "P01 D7", flags: [Flag] = [], replaces: Int64? = nil, corrects: Bool = false,
    voided: String? = nil,
    number: MessageNumber = MessageNumber(31)
) -> HospitalEvent {
    let content = ReportedResult(
        order: "0123456789ab.P01_D7.BCMA-CAR-T", report: "0123", reportOrders: ["0123456789ab.P01_D7.BCMA-CAR-T"],
        run: RunIdentity(id: "d5dcc236", serial: "20417", started: "2024-07-16T10:11:55"), instrument: "LightCycler 96",
        sample: sample, target: "BCMA-CAR-T",
        quantity: Quantity(reading, limits: 10...1e7, unit: "copies/ul gDNA", withheld: withheld), flags: flags,
        sampled: CalendarDate(iso: "2024-07-15"), replaces: replaces.map { MessageNumber($0) }, correctsValue: corrects,
        voided: voided)
    return HospitalEvent(number: number, cause: 31, time: written, patient: "P01", content: .result(content))
}

package func alert(_ event: AlertEventKind = .raised, _ state: AlertState = .open, order: String? = "0123.P01_D7.T")
    -> HospitalEvent
{
    let finding = Finding(
        rule: "R5a", severity: .critical, patient: "P01", day: 307, subject: "P01 D307 BCMA-CAR-T", value: 77.42,
        unit: "copies/ul gDNA", run: "2d72c49e", text: "Relapse level: 1.73×10^4 | before.",
        advice: "Examine the patient.")
    let alert = Alert(id: AlertID(410), state: state, raised: written, finding: finding)
    return HospitalEvent(
        number: MessageNumber(410), cause: 410, time: written, patient: "P01",
        content: .alert(ReportedAlert(alert: alert, event: event, reason: nil, order: order)))
}

/// Every state that a result or an alert can be in.
package func everyState() -> [HospitalEvent] {
    let hostile = "Müller|β^a&c~\\d\r\nOBX|9|ST|evil\u{0B}\u{1C}\u{00}é漢😀"
    return [
        result(), result(.belowLLOQ(10)), result(.aboveULOQ(1e7)), result(nil),
        result(withheld: ["Inhibited: |^~\\& µl\nagain"]),
        result(sample: hostile, flags: [.lateCq]), result(replaces: 7, corrects: true),
        result(voided: "Taken back.", number: MessageNumber(31, isVoid: true)), result(.quantified(Estimate(1.2e-7))),
        alert(), alert(.corrected, .corrected), alert(.reminder, .open, order: nil), alert(.closed, .closed),
        HospitalEvent(
            number: MessageNumber(5), cause: 5, time: written, patient: "", content: .test("TEST: the line is tried.")),
    ]
}
