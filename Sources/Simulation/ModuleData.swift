import Assay

extension PlateRecord {
    private static let analysisNamespace = "http://www.roche.ch/LC96AnalysisGeneralData"
    private static let absoluteNamespace = "http://www.roche.ch/LC96AbsQuantGeneralDataModel"

    /// `module_data.xml`: the set-up of the analysis. Only here stands which wells a person excluded.
    func moduleData() -> [UInt8] {
        var xml = XMLText()
        xml.element("rocheLC96ModuleData", XMLText.namespaces("http://www.roche.ch/LC96ModuleDataSchema")) { xml in
            xml.element("experiment", [("id", experimentID)]) { xml in
                xml.element("module", [("id", "RawData")]) { xml in
                    xml.element("rawData", XMLText.namespaces("http://www.roche.ch/LCCompact/RawData")) { xml in
                        xml.empty("layoutUserSettings")
                    }
                }
                xml.element("module", [("id", "Analysis")]) { xml in
                    xml.element("analysisData", XMLText.namespaces(Self.analysisNamespace)) { xml in writeInstance(&xml)
                    }
                }
            }
        }
        return xml.bytes
    }

    private func writeInstance(_ xml: inout XMLText) {
        let attributes: XMLText.Attributes = [
            ("id", analysisID), ("type", "AbsQuant"), ("name", "Abs Quant"),
            ("dateCreated", design.start.iso + ".6527128+01:00"), ("dateModified", design.saved.iso + ".7856956+01:00"),
        ]
        xml.element("analysisInstance", attributes) { xml in
            xml.element("instanceData") { xml in
                xml.element("absQuantDataModel", XMLText.namespaces(Self.absoluteNamespace)) { xml in
                    xml.element("dataSource") { xml in
                        for slot in used { writeSource(slot, &xml) }
                    }
                    if design.melt { xml.leaf("meltingStepNumber", 8) }
                    xml.element("settings") { xml in writeSettings(&xml) }
                }
            }
        }
    }

    private func writeSource(_ slot: Slot, _ xml: inout XMLText) {
        xml.element("absQuantDataSource") { xml in
            xml.leaf("graphId", slot.graphID)
            xml.leaf("colorArgb", slot.color)
            xml.leaf("excluded", slot.well?.excluded == true ? "true" : "false")
            xml.leaf("dashStyle", "Solid")
            if let master = slot.master {
                xml.leaf("replicate", master)
            } else {
                xml.empty("replicate", [("xsi:nil", "true")])
            }
        }
    }

    private func writeSettings(_ xml: inout XMLText) {
        xml.element("geneSettings") { xml in
            for gene in genes {
                xml.element("absQuantGeneSettings") { xml in
                    xml.leaf("id", gene.id)
                    xml.leaf("removed", "false")
                    xml.leaf("geneName", gene.name)
                }
            }
        }
        xml.element("sampleSettings") { xml in
            var written: Set<String> = []
            for slot in used {
                guard let name = slot.well?.sample, written.insert(name).inserted else { continue }
                xml.element("absQuantSampleSettings") { xml in
                    xml.leaf("removed", "false")
                    xml.leaf("sampleName", name)
                }
            }
        }
    }
}
