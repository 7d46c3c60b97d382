import Alerts
import Reporting
import Rules
import Testing

@Suite("A mail's link to a page")
struct PageLinkTests {
    private func mail(_ form: AlertMail.Form, pages: String?, alert: Alert = Examples.alert()) -> AlertMail {
        AlertMail(
            [.init(alert: alert, event: .raised, reason: nil, file: "a.lc96p")], form: form, journalHead: "c0ffee",
            pages: pages)
    }

    private let place = "https://intranet.example.org/cqwatch/"

    @Test("leads to the patient's page, in the text and in the HTML")
    func patient() {
        let mail = mail(.digest, pages: place)
        #expect(mail.text.contains(place + "patient-P03.html"))
        #expect(mail.html(pictures: []).contains("href=\"\(place)patient-P03.html\""))
    }

    @Test("leads to the index where the alert is on no patient")
    func laboratory() {
        var alert = Examples.alert()
        alert.finding.patient = nil
        #expect(mail(.digest, pages: place, alert: alert).text.contains(place + "index.html"))
    }

    @Test("stands in no mail that leaves out the patient, and in none where nobody says where pages are")
    func none() {
        for mail in [mail(.minimal, pages: place), mail(.digest, pages: nil)] {
            #expect(!mail.text.contains("patient-") && !mail.text.contains("http"))
            #expect(!mail.html(pictures: []).contains("href="))
        }
    }
}
