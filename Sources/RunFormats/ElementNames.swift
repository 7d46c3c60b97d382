// Every element and attribute that reading knows, matched by local name. Interned by the parser, so that telling one
// from another is comparing addresses.
internal import CXML2

enum ElementName: String, CaseIterable {
    // RDML
    case rdml, dateMade, dateUpdated, id, publisher, serialNumber, sample, description, type, quantity, value, unit,
        target, dyeId
    case thermalCyclingConditions, step, loop, `repeat`, experiment, run, instrument, dataCollectionSoftware, name,
        version, pcrFormat
    case rows, columns, runDate, react, data, tar, cq, excl, adp, cyc, fluor, mdp, tmp
    // The vendor's members
    case lc96manifest, factGraph, measurementData, startTime, endTime, program, measurementTime, call, concentration,
        standard, failureType, graphId, excluded
    case epf, slope, absQuantGeneSettings, correlationCoefficent, efficiency, standardErrorOfEstimate, yIntercept, guid,
        trendLinePoints
    case absQuantDataSource, relQuantDataSource, normFlour, xmlSettings, XmlSettings
    case layoutManagerUserSettings, layoutUserSettings, statisticalDataSource, settings, tmCallingDataModel
}

enum AttributeName: String, CaseIterable {
    case id, version, targetId, dateUpdated, hashkey, isDefined, geneConcentration, runId, analysisPresent, cycle
}

/// Addresses of interned names in a table of open addressing: one probe an element. Plain memory that the walk owns: a
/// copy is a pointer, and a look-up counts no reference.
struct InternedNames<Name: CaseIterable & RawRepresentable<String>> {
    private let slots: UnsafeMutablePointer<(key: UnsafePointer<xmlChar>?, name: Name?)>
    private static var slotsCount: Int { 256 }

    init(_ dictionary: xmlDictPtr?) {
        slots = .allocate(capacity: Self.slotsCount)
        slots.initialize(repeating: (nil, nil), count: Self.slotsCount)
        for name in Name.allCases {
            guard
                let key = name.rawValue.withCString({
                    xmlDictLookup(dictionary, UnsafeRawPointer($0).assumingMemoryBound(to: xmlChar.self), -1)
                })
            else { continue }
            var slot = Self.slot(key)
            while slots[slot].key != nil { slot = (slot + 1) & (Self.slotsCount - 1) }
            slots[slot] = (key, name)
        }
    }

    func deallocate() { slots.deallocate() }

    subscript(key: UnsafePointer<xmlChar>) -> Name? {
        var slot = Self.slot(key)
        while let found = slots[slot].key {
            if found == key { return slots[slot].name }
            slot = (slot + 1) & (Self.slotsCount - 1)
        }
        return nil
    }

    private static func slot(_ key: UnsafePointer<xmlChar>) -> Int {
        let address = UInt(bitPattern: key)
        return Int((address ^ (address >> 8)) & UInt(slotsCount - 1))
    }
}
