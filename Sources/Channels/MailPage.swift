// The HTML of a mail, with the courses of the patients it tells of.
internal import Foundation
internal import Glibc
internal import Alerts
internal import Rules
internal import Mail
internal import Pictures
internal import Reporting
internal import Snapshots

extension MailNotifier {
    /// Patients whose course one mail shows; a summary shows none.
    static let picturesMax = 3

    /// - Parameter courses: of the patients that the mail tells of; empty for a summary.
    static func page(_ words: AlertMail, _ courses: [PatientCourse], id: String, _ context: JudgementContext)
        -> MailPart
    {
        var drawn: [(picture: AlertMail.Picture, part: MailPart)] = []
        var note: String?
        let findings = words.items.map(\.alert.finding)
        for course in courses where drawn.count < picturesMax {
            let code = course.code
            guard let finding = findings.first(where: { $0.patient == code }),
                let report = report(course, finding, context)
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

    /// The course in the target that the finding stands on; nil where nothing is measured.
    private static func report(_ course: PatientCourse, _ finding: Finding, _ context: JudgementContext)
        -> PatientReport?
    {
        let ground =
            course.measurement(of: finding)
            ?? course.measurements.last { $0.withheld == nil }
        return ground.map { PatientReport(course, target: $0.target, context: context) }
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
