import Assay

extension PlateRecord {
    /// `app_data.xml`: what the technician entered: notes, the standards' concentrations. Exclusions are not kept here:
    /// `isExcluded` is false always.
    func appData() -> [UInt8] {
        var xml = XMLText()
        let namespace = "http://www.roche.ch/LC96AppExtensionSchema"
        let root: XMLText.Attributes = [
            XMLText.schemaInstance, XMLText.schema, ("softwareVersion", "1.1.0.1320"), ("xmlns", namespace),
        ]
        xml.element("rocheLC96AppExtension", root) { xml in
            var written: Set<String> = []
            for slot in slots where written.insert(slot.sampleID).inserted {
                xml.empty("sample", [("id", slot.sampleID), ("note", ""), ("preparationNote", "")])
            }
            if slots.contains(where: { $0.well == nil }) {
                xml.empty("target", [("id", placeholderID), ("isDefined", "false")])
            }
            xml.element("experiment", [("id", experimentID)]) { xml in
                xml.empty("constraints")
                xml.element("run", [("id", runID)]) { xml in
                    for slot in slots {
                        xml.element("react", [("id", String(slot.number))]) { xml in
                            xml.empty("factGraph", graphAttributes(of: slot))
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    private func graphAttributes(of slot: Slot) -> XMLText.Attributes {
        var attributes: XMLText.Attributes = [("id", slot.graphID), ("targetId", slot.targetID)]
        if slot.well?.type == .standard, let declared = slot.well?.declared {
            attributes.append(("geneConcentration", XMLText.number(declared, digits: 15)))
        }
        let color = String(slot.color)
        return attributes + [("isExcluded", "false"), ("color", color), ("templateColor", color)]
    }
}
