import Assay
import Fixtures
import Foundation
import Testing

@testable import Alerts
@testable import Rules

struct RoutingTests {
    private func orders(_ rule: RuleID, _ severity: Severity, patient: String? = "P01") -> [DeliveryOrder] {
        let finding = Finding(rule: rule, severity: severity, patient: patient, subject: "s", text: "t", advice: "a")
        let alert = Alert(id: AlertID(1), state: .open, raised: Date(timeIntervalSince1970: 0), finding: finding)
        let stray = Patient(code: "P02", infusion: infusionDay, physician: "dr_who")
        return Alerts.orders(for: alert, event: .raised, context: context(patients: [patientOne, stray]))
    }

    @Test("Patient rules go to the patient's physician through the log and every hook")
    func physician() {
        #expect(orders("R5a", .critical).map(\.channel) == [.log, .hook("chat"), .hook("pager")])
        #expect(orders("R5a", .critical).allSatisfy { $0.recipients == ["dr_a"] })
    }

    @Test("The laboratory's alerts and tasks never go to the physician")
    func laboratory() {
        for order in orders("R10", .laboratory) + orders("R10", .laboratory, patient: nil) + orders("R3", .task)
            + orders("R10", .critical)
        {
            #expect(order.recipients == ["lab"])
        }
    }

    @Test("An unknown physician is replaced by the default recipient")
    func unknownPhysician() {
        #expect(orders("R1", .notice, patient: "P02").allSatisfy { $0.recipients == ["default"] })
    }
}
