// What mails and pages call a page.

/// Study codes hold letters, digits, points, dashes and underscores only.
package func patientPageName(_ code: String) -> String { "patient-\(code).html" }

package let indexPageName = "index.html"
