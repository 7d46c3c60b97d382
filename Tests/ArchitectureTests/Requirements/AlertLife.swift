// What is asked of an alert once it is raised.
import Assay

let aboutLifeOfAnAlert: [Requirement] = [
    Requirement(
        "Life of an alert",
        "Raised, acknowledged by a named person with a note, cleared or closed; escalation after 1 h, 4 h, "
            + "24 h; reminders after 1, 2, 4 days; silences end",
        tests: [
            "AlertLifeTests: A critical alert nobody acknowledges goes to the second contact after 1 h and to the "
                + "head after 4 h",
            "AlertLifeTests: A warning escalates after 24 h; notices, tasks and the laboratory's alerts never do",
            "AlertLifeTests: Reminders come at 1, 2 and 4 days; after an outage the latest stands for those before",
            "AlertLifeTests: Every act needs a person and a reason; silences end; what is over refuses",
        ]),
    Requirement(
        "Life of an alert",
        "A confirmation voids acknowledgement and silence",
        tests: [
            "AlertLifeTests: A silence puts off and ends; a confirmation voids it and the acknowledgement, and starts "
                + "the clocks anew"
        ]),
    Requirement(
        "Life of an alert",
        "Critical alerts wait for no cap and no quiet hour and are never given up",
        tests: [
            "MailRoundTests: what is critical, and a test, waits for no cap and no quiet hour",
            "ReceiptTests: the last attempt gives up, but never on a critical alert",
        ]),
    Requirement(
        "Life of an alert",
        "No name leaves the building; with detail minimal nothing of the patient does",
        tests: [
            "HookEventTests: minimal leaves id and severity, and nothing of the patient",
            "MailDeliveryTests: detail minimal tells the alert's id and severity, and nothing of the patient",
        ]),
    Requirement(
        "Life of an alert",
        "Every message says that alerts are advisory",
        tests: [
            "TextTests: of alerts end with the advisory line"
        ]),
]
