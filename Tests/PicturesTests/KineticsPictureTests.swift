import Alerts
import Assay
import Foundation
import Reporting
import Rules
import Testing

@testable import Pictures

private let fontPath = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

@Suite(
    "The picture of a patient's course",
    .enabled(
        if: FileManager.default.fileExists(atPath: fontPath), "fonts-dejavu-core is absent: Scripts/setup installs it"))
struct KineticsPictureTests {
    private let font: Data
    init() throws { font = try Data(contentsOf: URL(filePath: fontPath)) }

    private func measured(_ day: Int, _ copies: Double?) -> Rules.Measurement {
        let value = copies.map { Quantity.Reading.quantified(Estimate($0, low: $0 * 0.7, high: $0 * 1.45)) }
        return Rules.Measurement(
            result: Int64(day), run: Int64(day), runID: "run \(day)", saved: nil, sample: "P03 D\(day)",
            target: "BCMA-CAR-T", day: day,
            quantity: Quantity(value ?? .belowLLOQ(20), limits: 20...1e7, unit: "copies/ul gDNA"))
    }

    private func report(_ values: [(Int, Double?)], told: [(Int, String, Severity)] = []) throws -> PatientReport {
        let patient = Patient(code: "P03", infusion: CalendarDate(iso: "2024-01-01"), physician: "a")
        let alerts = told.enumerated().map { index, entry in
            let finding = Finding(
                rule: RuleID(entry.1), severity: entry.2, patient: "P03", day: entry.0, subject: "s\(index)", text: "t",
                advice: "a")
            return Alert(
                id: AlertID(Int64(index)), state: .open, raised: Date(timeIntervalSince1970: 0), finding: finding)
        }
        return PatientReport(
            patient: patient, target: "BCMA-CAR-T", measurements: values.map { measured($0.0, $0.1) }, alerts: alerts,
            rules: RuleSettings(),
            today: try #require(CalendarDate(iso: "2025-06-01")), firstRecord: nil)
    }

    /// Width and height as a PNG's first chunk says them.
    private func size(_ png: Data) -> [Int] {
        [16, 20].map { at in png[(png.startIndex + at)..<(png.startIndex + at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    }

    @Test("is a PNG of a size that mails carry, with values, limits and alerts")
    func whole() throws {
        let report = try report(
            [
                (7, 8200), (14, 210_000), (21, 96_000), (30, 41_000), (60, 22_000), (150, 18_500), (240, 9000),
                (307, 84), (330, nil),
            ],
            told: [
                (14, "R1", .notice), (307, "R4", .warning), (307, "R5", .critical), (307, "R5a", .critical),
                (330, "R6", .warning),
            ])
        let png = try #require(KineticsPicture.png(report, font: font))
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(size(png) == [KineticsPicture.width, KineticsPicture.height])
        #expect(png.count < 200_000)
        if let folder = ProcessInfo.processInfo.environment["CQWATCH_PICTURES"] {
            try png.write(to: URL(filePath: folder + "/course.png"))
        }
    }

    @Test("stands with one value, with none that is quantified, and far outside the usual axes")
    func odd() throws {
        #expect(KineticsPicture.png(try report([(0, 50_000)]), font: font) != nil)
        #expect(KineticsPicture.png(try report([(14, nil)], told: [(14, "R6", .warning)]), font: font) != nil)
        #expect(KineticsPicture.png(try report([(1, 1e-6), (99_000, 1e300)]), font: font) != nil)
        #expect(KineticsPicture.png(try report([]), font: font) == nil)
    }

    @Test("is not drawn with what is no font")
    func noFont() throws {
        #expect(KineticsPicture.png(try report([(14, 1e5)]), font: Data()) == nil)
        #expect(KineticsPicture.png(try report([(14, 1e5)]), font: Data("no font".utf8)) == nil)
        // Half a font may still hold letters; it must only not end the process.
        _ = KineticsPicture.png(try report([(14, 1e5)]), font: font.prefix(font.count / 2))
    }

    @Test("writes powers of ten as people read them")
    func words() {
        #expect(KineticsPicture.shown(123_456) == "1.23×10⁵")
        #expect(KineticsPicture.shown(84) == "84")
    }
}

@Suite("The canvas")
struct CanvasTests {
    private func darkness(_ canvas: Canvas, _ x: Int, _ y: Int) -> Int {
        255 - Int(canvas.pixels[(y * canvas.width + x) * 3])
    }

    @Test("a line covers its pixels, half of its edge, and nothing else")
    func line() {
        var canvas = Canvas(width: 20, height: 20)
        canvas.line((2, 10), (14, 10), Colour(0), width: 4)
        #expect(darkness(canvas, 10, 10) > 250 && darkness(canvas, 10, 9) > 250)
        #expect((100...150).contains(darkness(canvas, 10, 12)))
        #expect(darkness(canvas, 10, 14) == 0 && darkness(canvas, 19, 10) == 0)
    }

    @Test("a slanted line has no gaps")
    func slanted() {
        var canvas = Canvas(width: 60, height: 60)
        canvas.line((5, 3), (50, 57), Colour(0), width: 2)
        for step in 0...45 {
            #expect(darkness(canvas, 5 + step, 3 + Int((Double(step) * 54 / 45).rounded())) > 100, "\(step)")
        }
    }

    @Test("shapes outside, endless or not numbers change nothing")
    func outside() {
        let blank = Canvas(width: 10, height: 10)
        var canvas = blank
        canvas.line((-100, -100), (-5, -5), Colour(0), width: 2)
        canvas.line((.nan, 0), (5, 5), Colour(0), width: 2)
        canvas.line((.infinity, 0), (5, 5), Colour(0), width: 2)
        canvas.disc((1e300, 5), radius: 4, Colour(0))
        canvas.disc((.nan, 5), radius: 4, Colour(0))
        #expect(canvas.pixels == blank.pixels)
        #expect(Canvas(width: 1_000_000, height: -1).width == Canvas.sideMax)
    }
}
