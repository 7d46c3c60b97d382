// Short ways to write down patients, measurements and runs.
public import Assay
public import Rules

public let infusionDay = CalendarDate(iso: "2026-01-10").unsafelyKnown

extension Optional {
    /// For constants of the tests.
    public var unsafelyKnown: Wrapped {
        guard let self else { preconditionFailure("a constant of the tests is wrong") }
        return self
    }
}

public let patientOne = Patient(code: "P01", infusion: infusionDay, physician: "dr_a")

/// A value with an interval of ±`half` log10.
public func measured(
    _ day: Int, _ copies: Double?, half: Double = 0.02, lloq: Double = 20, uloq: Double = 1e7, above: Bool = false,
    run: RunID? = nil,
    saved: String? = "2026-01-01T00:00:00", record: Int64 = 1, target: String = "BCMA-CAR-T",
    unit: String = "copies/ul gDNA",
    withheld: String? = nil
) -> Measurement {
    let factor = Assay.copies(ofLog10: half)
    let reading: Quantity.Reading =
        if let copies { .quantified(Estimate(copies, low: copies / factor, high: copies * factor)) } else {
            above ? .aboveULOQ(uloq) : .belowLLOQ(lloq)
        }
    return Measurement(
        result: 1, run: record, runID: run ?? "run-\(day)", saved: saved, sample: "P01 D\(day)", target: target,
        day: day,
        quantity: Quantity(reading, limits: lloq...uloq, unit: unit, withheld: withheld.map { [$0] } ?? []))
}

public func sample(
    _ name: String, _ label: SampleLabel?, target: String = "BCMA-CAR-T", copies: Double? = 1000,
    unit: String = "copies/ul gDNA",
    reasons: [String] = [], lloq: Double = 20, below: Bool = false, above: Bool = false
) -> SampleAnalysis {
    let reading: Quantity.Reading? =
        if let copies {
            .quantified(Estimate(copies, low: copies * 0.9, high: copies * 1.1))
        } else {
            below ? .belowLLOQ(lloq) : above ? .aboveULOQ(1e7) : nil
        }
    return SampleAnalysis(
        name: name, label: label, target: target, n: 3,
        quantity: Quantity(reading, limits: lloq...1e7, unit: unit, withheld: reasons),
        cqMean: 25, cqSD: 0.1, relative: nil, flags: [])
}

public func run(
    _ samples: [SampleAnalysis], started: String? = "2026-01-25T09:00:00", format: FormatName = .lc96,
    quality: [QualityFinding] = [],
    types: [String: SampleType] = [:]
) -> RunAnalysis {
    let position = WellPosition(row: 0, column: 0).unsafelyKnown
    let wells = samples.map {
        WellAnalysis(
            position: position, sample: $0.name, type: types[$0.name] ?? .unknown, target: $0.target, dye: nil,
            excluded: false,
            result: CqResult(call: .positive, cq: 25), instrumentCq: nil, instrumentCall: nil)
    }
    return RunAnalysis(
        format: format, identity: RunIdentity(id: "run-1", serial: "1234", started: started), instrument: nil,
        software: nil,
        saved: "2026-01-25T12:00:00", cycles: 40,
        targets: [
            .init(name: "BCMA-CAR-T", role: .target, curve: nil), .init(name: "ACTB", role: .reference, curve: nil),
            .init(name: "XYZ", role: nil, curve: nil),
        ],
        wells: wells, samples: samples, quality: quality)
}
