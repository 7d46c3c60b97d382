import Assay

extension PlateRecord {
    /// `rdml_data.xml`: RDML 1.1 with the vendor's habits: every target a reference, samples by GUID with the name in
    /// the description, a `<cq>` in every reaction whatever the software shows.
    func rdmlData() -> [UInt8] {
        var xml = XMLText()
        xml.element(
            "rdml", [XMLText.schemaInstance, XMLText.schema, ("version", "1.1"), ("xmlns", "http://www.rdml.org")]
        ) { xml in
            xml.leaf("dateMade", design.start.adding(seconds: -140).iso)
            xml.leaf("dateUpdated", design.saved.iso)
            xml.element("id") { xml in
                xml.leaf("publisher", "Roche Diagnostics")
                xml.leaf(
                    "serialNumber", String(repeating: "0", count: max(0, 15 - design.serial.count)) + design.serial)
            }
            xml.empty("dye", [("id", Self.dye)])
            writeSamples(&xml)
            writeTargets(&xml)
            writeThermalConditions(&xml)
            xml.element("experiment", [("id", experimentID)]) { xml in
                xml.element("run", [("id", runID)]) { xml in writeRun(&xml) }
            }
        }
        return xml.bytes
    }

    /// One sample a replicate group, in order of appearance; the unused wells share one.
    private func writeSamples(_ xml: inout XMLText) {
        var written: Set<String> = []
        for slot in slots where written.insert(slot.sampleID).inserted {
            xml.element("sample", [("id", slot.sampleID)]) { xml in
                xml.leaf("description", slot.well?.sample ?? "")
                xml.leaf("type", Self.rdmlType(slot.well?.type ?? .unused))
            }
        }
    }

    private static func rdmlType(_ type: SampleType) -> String {
        switch type {
        case .standard: "std"
        case .unknown: "unkn"
        case .ntc: "ntc"
        case .positive: "pos"
        case .unused: "ntp"
        }
    }

    private func writeTargets(_ xml: inout XMLText) {
        for gene in genes {
            xml.element("target", [("id", Self.targetID(gene.name))]) { xml in
                xml.leaf("type", "ref")
                xml.empty("dyeId", [("id", Self.dye)])
            }
        }
        guard slots.contains(where: { $0.well == nil }) else { return }
        xml.element("target", [("id", placeholderID)]) { xml in
            xml.leaf("type", "ref")
            xml.leaf("amplificationEfficiency", 0)
            xml.empty("dyeId", [("id", Self.dye)])
        }
    }

    private func writeThermalConditions(_ xml: inout XMLText) {
        xml.element("thermalCyclingConditions", [("id", conditionsID)]) { xml in
            for step in thermalSteps {
                xml.element("step") { xml in
                    xml.leaf("nr", step.number)
                    switch step.kind {
                    case .temperature(let degrees, let seconds, let ramp, let measure):
                        xml.element("temperature") { xml in
                            xml.leaf("temperature", degrees)
                            xml.leaf("duration", seconds)
                            if let measure { xml.leaf("measure", measure) }
                            xml.leaf("ramp", ramp)
                        }
                    case .loop(let first, let repeats):
                        xml.element("loop") { xml in
                            xml.leaf("goto", first)
                            xml.leaf("repeat", repeats)
                        }
                    }
                }
            }
        }
    }

    private func writeRun(_ xml: inout XMLText) {
        xml.leaf("instrument", instrument)
        xml.element("dataCollectionSoftware") { xml in
            xml.leaf("name", "LightCycler&#174; 96")
            xml.leaf("version", "1.01.01.0050")
        }
        xml.empty("thermalCyclingConditions", [("id", conditionsID)])
        xml.element("pcrFormat") { xml in
            xml.leaf("rows", PlateDesign.rows)
            xml.leaf("columns", PlateDesign.columns)
            xml.leaf("rowLabel", "ABC")
            xml.leaf("columnLabel", "123")
        }
        xml.leaf("runDate", design.start.iso)
        for slot in slots { writeReact(slot, &xml) }
    }

    private func writeReact(_ slot: Slot, _ xml: inout XMLText) {
        xml.element("react", [("id", String(slot.number))]) { xml in
            xml.empty("sample", [("id", slot.sampleID)])
            xml.element("data") { xml in
                xml.empty("tar", [("id", slot.targetID)])
                xml.leaf("cq", XMLText.reading(slot.fileCq))
                for (index, fluorescence) in slot.reaction.fluorescence.enumerated() {
                    xml.element("adp") { xml in
                        xml.leaf("cyc", index + 1)
                        xml.leaf("tmp", XMLText.reading(slot.reaction.temperature[index]))
                        xml.leaf("fluor", XMLText.reading(fluorescence))
                    }
                }
                if let melt = slot.reaction.melt {
                    for (temperature, fluorescence) in zip(melt.temperature, melt.fluorescence) {
                        xml.element("mdp") { xml in
                            xml.leaf("tmp", XMLText.reading(temperature))
                            xml.leaf("fluor", XMLText.reading(fluorescence))
                        }
                    }
                }
                xml.leaf("endPt", XMLText.number(slot.reading.endpoint, digits: 7))
            }
        }
    }
}
