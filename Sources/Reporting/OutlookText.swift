import Assay
import Foundation
import Kinetics
import Rules
import Text

/// What lies ahead of a patient, a line each: the response window, the forecast, the next visit, the missed ones.
func outlookText(_ report: PatientReport, width: Int = textColumns) -> String {
    let lines = [responseLine(report), forecastLine(report), nextLine(report), missedLine(report)].compactMap { $0 }
    return lines.map { folded($0, indent: 2, columns: width) + "\n" }.joined()
}

private func responseLine(_ report: PatientReport) -> String? {
    report.responseWindow.map {
        "best response: to be looked for on days \($0.days.lowerBound) to "
            + "\($0.days.upperBound)\(dates($0.days, report.course.patient)), after "
            + "\(plainCopies(report.rules.expansionCopies)) were reached on day \($0.reached)"
    }
}

private func forecastLine(_ report: PatientReport) -> String? {
    guard let forecast = report.forecast else { return nil }
    let monthly =
        "\(plainDecimal(forecast.slope * 30, digits: 2)) log10 a month over the last \(forecast.points) values"
    let below = forecast.belowLLOQ == 0 ? "" : " (\(forecast.belowLLOQ) below the LLOQ)"
    let ahead =
        "about \(plainCopies(forecast.projected)) on day \(plainDecimal(forecast.day, digits: 0)) "
        + "(\(plainCopies(forecast.projectedLow)) to \(plainCopies(forecast.projectedHigh)))"
    guard forecast.falls else {
        return "forecast: uncertain, \(monthly)\(below): the slope is not surely below zero; \(ahead)"
    }
    let crossing = forecast.crossing.map { day in
        let earliest = forecast.crossingEarliest.map { plainDecimal($0, digits: 0) } ?? "?"
        let latest = forecast.crossingLatest.map { plainDecimal($0, digits: 0) } ?? "never"
        return
            "; below \(plainCopies(report.rules.lowCopies)) about day \(plainDecimal(day, digits: 0)) (\(earliest) to "
            + "\(latest))"
    }
    return "forecast: falling, \(monthly)\(below); \(ahead)\(crossing ?? "")"
}

private func nextLine(_ report: PatientReport) -> String? {
    guard let next = report.nextVisit else {
        return report.visits.isEmpty ? nil : "next visit: none, the schedule has ended"
    }
    let due = next.state == .due ? "due now" : "not due yet"
    return
        "next visit: day \(next.visit.day)\(day(next.visit.day, report.course.patient)), \(due); a sample of days "
        + "\(next.window.lowerBound) to \(next.window.upperBound)\(dates(next.window, report.course.patient)) counts"
}

private func missedLine(_ report: PatientReport) -> String? {
    let missed = report.visits.filter { $0.state == .missed }
    return missed.isEmpty
        ? nil
        : "missed: \(missed.map { "day \($0.visit.day)\(day($0.visit.day, report.course.patient))" }.joined(separator: ", "))"
}

private func day(_ day: Int, _ patient: Patient) -> String { date(of: day, patient).map { " (\($0.iso))" } ?? "" }

private func dates(_ days: ClosedRange<Int>, _ patient: Patient) -> String {
    guard let first = date(of: days.lowerBound, patient), let last = date(of: days.upperBound, patient) else {
        return ""
    }
    return " (\(first.iso) to \(last.iso))"
}
