import Assay
import Statistics

extension PlateRecord {
    /// `calculated_data.xml`: what the software made of the curves, with the vendor's own spelling of the element
    /// names.
    func calculatedData() -> [UInt8] {
        var xml = XMLText()
        xml.element("rocheLC96CalculatedData", XMLText.namespaces("http://www.roche.ch/LC96CalculatedDataSchema")) {
            xml in
            xml.element("experiment", [("id", experimentID)]) { xml in
                xml.element("run", [("id", runID)]) { xml in
                    for slot in slots {
                        xml.element("react", [("id", String(slot.number))]) { xml in writeGraph(slot, &xml) }
                    }
                }
                xml.element("moduleCalculatedData") { xml in
                    xml.empty("module", [("id", "RawData")])
                    xml.element("module", [("id", "Analysis")]) { xml in
                        xml.element(
                            "analysisCalulatedData",
                            XMLText.namespaces("http://www.roche.ch/LC96AnalysisCalculatedData")
                        ) { xml in
                            xml.element("analysisInstance", [("id", analysisID)]) { xml in
                                xml.element("instanceData") { xml in writeAnalysis(&xml) }
                            }
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    /// The curve without its baseline, and the parameters of the baseline.
    private func writeGraph(_ slot: Slot, _ xml: inout XMLText) {
        let reading = slot.reading
        xml.element("factGraph", [("id", slot.graphID), ("targetId", slot.targetID)]) { xml in
            xml.leaf("call", reading.call.rawValue)
            xml.leaf("slope", XMLText.number((reading.slope * 1e4).rounded() / 1e4, digits: 15))
            let parameters = [
                reading.baselineIntercept, reading.baselineSlope, reading.endpoint, reading.slope, 0, 0, 0, 0, 0, 0,
            ]
            for (index, parameter) in parameters.enumerated() {
                xml.leaf("p\(index + 1)", XMLText.number(parameter, digits: 15))
            }
            xml.leaf("OptimalModel", reading.call == .positive ? 4 : 2)
            for (index, fluorescence) in reading.normalised.enumerated() {
                xml.element("normFlour") { xml in
                    xml.leaf("cyc", index + 1)
                    xml.leaf("fluor", XMLText.number(fluorescence, digits: 7))
                }
            }
        }
    }

    private func writeAnalysis(_ xml: inout XMLText) {
        let curves = Dictionary(genes.map { ($0.name, curve(of: $0.name)) }, uniquingKeysWith: { first, _ in first })
            .compactMapValues { $0 }
        xml.element("absQuantDataModel", XMLText.namespaces("http://www.roche.ch/LC96AbsQuantCalculatedDataModel")) {
            xml in
            xml.element("dataSource") { xml in
                for slot in used { writeRow(slot, curves, &xml) }
            }
            xml.element("settings") { xml in
                xml.element("geneSettings") { xml in
                    for gene in genes { writeGene(gene, curves[gene.name], &xml) }
                }
            }
            xml.element("statisticalDataSource") { xml in writeStatistics(curves, &xml) }
        }
    }

    /// A row of the result table. An excluded well keeps its graph's id only; a negative one has neither Cq nor
    /// concentration.
    private func writeRow(_ slot: Slot, _ curves: [String: InstrumentCurve], _ xml: inout XMLText) {
        guard let well = slot.well else { return }
        xml.element("absQuantDataSource") { xml in
            xml.leaf("graphId", slot.graphID)
            guard !well.excluded else { return }
            xml.leaf("call", slot.reading.call.rawValue)
            xml.leaf("editedCall", "false")
            if let cq = slot.reading.cq { xml.leaf("cq", XMLText.number(cq, digits: 15)) }
            xml.leaf("epf", XMLText.number(slot.reading.endpoint, digits: 7))
            xml.leaf("slope", XMLText.number((slot.reading.slope * 1e4).rounded() / 1e4, digits: 15))
            if let declared = well.declared { xml.leaf("standard", XMLText.number(declared, digits: 15)) }
            xml.leaf("failureType", well.type == .ntc && slot.reading.call == .positive ? "NegIsPositive" : "None")
            if let cq = slot.reading.cq, let curve = curves[well.target] {
                xml.leaf("concentration", curve.concentration(cq))
            }
        }
    }

    private func writeGene(_ gene: (name: String, id: String), _ curve: InstrumentCurve?, _ xml: inout XMLText) {
        xml.element("absQuantGeneSettings") { xml in
            xml.leaf("id", gene.id)
            guard let curve else { return }
            xml.leaf("correlationCoefficent", curve.r2)
            xml.leaf("efficiency", curve.efficiency)
            xml.leaf("slope", curve.slope)
            xml.leaf("standardErrorOfEstimate", curve.standardError)
            xml.leaf("yIntercept", curve.intercept)
            let points = standards(of: gene.name)
            xml.element("standardPoints") { xml in
                for point in points { writeStandardPoint(point.slot, x: point.log10Concentration, y: point.cq, &xml) }
            }
            let ends = [points.map(\.log10Concentration).min(), points.map(\.log10Concentration).max()].compactMap {
                $0
            }
            xml.element("trendLinePoints") { xml in
                for x in ends {
                    xml.element("doublePoint") { xml in
                        xml.leaf("x", x)
                        xml.leaf("y", curve.intercept + curve.slope * x)
                    }
                }
            }
        }
    }

    private func writeStandardPoint(_ slot: Slot, x: Double, y: Double, _ xml: inout XMLText) {
        xml.element("standardPoint") { xml in
            xml.leaf("colorArgb", slot.color)
            xml.leaf("dyeName", Self.dye)
            xml.element("graphIds") { xml in xml.leaf("guid", slot.graphID) }
            xml.leaf("masterReplicate", slot.master ?? slot.position.label)
            xml.leaf("position", slot.position.label)
            xml.element("value") { xml in
                xml.leaf("x", x)
                xml.leaf("y", y)
            }
        }
    }

    /// One row a replicate group: mean and sample standard deviation of its positive wells, 0 where one well stands
    /// alone.
    private func writeStatistics(_ curves: [String: InstrumentCurve], _ xml: inout XMLText) {
        var groups: [(key: String, slots: [Slot])] = []
        for slot in used where slot.well?.excluded == false {
            let key = slot.master.map { "\($0) \(slot.targetID)" } ?? slot.graphID
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].slots.append(slot)
            } else {
                groups.append((key, [slot]))
            }
        }
        for group in groups {
            let cqs = group.slots.compactMap(\.reading.cq)
            let curve = group.slots.first?.well.flatMap { curves[$0.target] }
            xml.element("absQuantStatisticalRow") { xml in
                xml.element("graphIds") { xml in
                    for slot in group.slots { xml.leaf("guid", slot.graphID) }
                }
                guard let cq = Spread(cqs) else { return }
                xml.leaf("cqError", cq.deviation)
                xml.leaf("cqMean", cq.mean)
                guard let curve, let concentration = Spread(cqs.map(curve.concentration)) else { return }
                xml.leaf("concentrationError", concentration.deviation)
                xml.leaf("concentrationMean", concentration.mean)
            }
        }
    }
}

/// Mean and sample standard deviation; 0 for a single value, as the instrument writes it.
private struct Spread {
    let mean: Double
    let deviation: Double

    init?(_ values: [Double]) {
        guard let mean = Statistics.mean(values) else { return nil }
        self.mean = mean
        deviation = standardDeviation(values) ?? 0
    }
}
