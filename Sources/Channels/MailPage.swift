// The HTML of a mail, with the courses of the patients it tells of.
internal import Dispatching
internal import Foundation
internal import Glibc
internal import Casebook
internal import Journal
internal import Alerts
internal import Rules
internal import Mail
internal import Pictures
internal import Reporting

extension MailNotifier {
    /// Patients whose course one mail shows; a summary shows none.
    static let picturesMax = 3

    static func page(
        _ words: AlertMail, _ message: Message, id: String, _ context: JudgementContext, _ casebook: Casebook
    ) throws(JournalError) -> MailPart {
        var drawn: [(picture: AlertMail.Picture, part: MailPart)] = []
        var note: String?
        var seen: Set<String> = []
        for finding in words.items.map(\.alert.finding) where words.form == .digest && drawn.count < picturesMax {
            guard let code = finding.patient, seen.insert(code).inserted,
                let report = try report(code, finding, context, casebook)
            else { continue }
            guard let font = PictureFont.bytes() else {
                note = "The course is not drawn: install the font \(PictureFont.path) (package fonts-dejavu-core)."
                break
            }
            guard let png = KineticsPicture.png(report, font: font) else { continue }
            let picture = AlertMail.Picture(
                contentID: "\(drawn.count + 1).\(id)", description: "Copies of \(code) over the days after the infusion"
            )
            drawn.append((picture, .picture(png, contentID: picture.contentID, filename: "kinetics-\(code).png")))
        }
        let html = MailPart.text(words.html(pictures: drawn.map(\.picture), note: note), subtype: "html")
        return drawn.isEmpty ? html : .related([html] + drawn.map(\.part))
    }

    /// The patient's course in the target that the finding stands on; nil where nothing is measured.
    private static func report(_ code: String, _ finding: Finding, _ context: JudgementContext, _ casebook: Casebook)
        throws(JournalError) -> PatientReport?
    {
        guard let patient = context.patients[code] else { return nil }
        let measurements = try casebook.measurements(of: code)
        let ground =
            measurements.last { $0.day == finding.day && $0.runID == finding.run }
            ?? measurements.last { $0.withheld == nil }
        guard let ground else { return nil }
        return PatientReport(
            patient: patient, target: ground.target, measurements: measurements,
            alerts: try casebook.alerts(ofPatient: code), rules: context.rules,
            today: context.today, firstRecord: try casebook.firstRecord(of: code).flatMap(context.date))
    }
}

/// The letters of pictures.
enum PictureFont {
    /// Of Debian's fonts-dejavu-core.
    static let path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    static let bytesMax = 8 << 20

    /// Nil where it is not there, or is no font's size.
    static func bytes() -> Data? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= bytesMax else {
            return nil
        }
        return FileManager.default.contents(atPath: path)
    }
}
