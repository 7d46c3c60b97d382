import Assay

extension PlateRecord {
    /// `instrument_data.xml`: the programme by name, the optics, and when each cycle was read.
    func instrumentData() -> [UInt8] {
        var xml = XMLText()
        xml.element("rocheLC96InstrumentData", XMLText.namespaces("http://www.roche.ch/LC96InstrumentDataSchema")) {
            xml in
            xml.element("thermalCyclingConditions", [("id", conditionsID)]) { xml in
                for programme in thermalProgrammes {
                    xml.element("thermalProgram", [("id", String(programme.id)), ("name", programme.name)]) { xml in
                        for step in programme.steps {
                            let acquisition =
                                design.melt && step == 8 ? [(name: "acquisitionInterval", value: "5")] : []
                            xml.empty("step", [("nr", String(step))] + acquisition)
                        }
                    }
                }
            }
            let attributes = [("id", experimentID), ("plateId", ""), ("sampleVolume", "20"), ("state", "processed")]
            xml.element("experiment", attributes.map { (name: $0.0, value: $0.1) }) { xml in
                xml.element("detectionFormat", [("isDynamicIntegration", "true")]) { xml in
                    xml.empty(
                        "channel",
                        [("dyeId", Self.dye), ("quantFactor", "20"), ("meltFactor", "1.2"), ("integrationTime", "1")])
                }
                xml.element("measurementData", [("runId", runID)]) { xml in
                    xml.leaf("startTime", design.start.iso)
                    xml.leaf("endTime", design.start.adding(seconds: Int(secondsOfCycle(design.cycles)) + 660).iso)
                    xml.element("measurements") { xml in writeMeasurementTimes(&xml) }
                }
            }
        }
        return xml.bytes
    }

    private func secondsOfCycle(_ cycle: Int) -> Double {
        Self.secondsBeforeFirstReading + Double(cycle - 1) * Self.secondsACycle
    }

    private func writeMeasurementTimes(_ xml: inout XMLText) {
        xml.element("program", [("id", "2")]) { xml in
            xml.element("dye", [("id", Self.dye)]) { xml in
                xml.leaf("realIntegrationTime", "94.6897")
                for cycle in 1...max(design.cycles, 1) {
                    xml.leaf("measurementTime", XMLText.reading(secondsOfCycle(cycle)), [("cycle", String(cycle))])
                }
            }
        }
        guard design.melt, let points = slots.first?.reaction.melt?.temperature.count else { return }
        xml.element("program", [("id", "3")]) { xml in
            xml.element("dye", [("id", Self.dye)]) { xml in
                xml.leaf("realIntegrationTime", "322.256")
                for point in 0..<points {
                    xml.leaf(
                        "measurementTime", XMLText.reading(secondsOfCycle(design.cycles) + 105.2 + 0.57 * Double(point))
                    )
                }
            }
        }
    }
}
