// Every element and attribute that reading knows, matched by local name. Interned by the parser, so that telling one from another is comparing addresses.
internal import CXML2

enum ElementName: String, CaseIterable {
    // RDML
    case rdml, dateMade, dateUpdated, id, publisher, serialNumber, sample, description, type, quantity, value, unit, target, dyeId
    case thermalCyclingConditions, step, loop, `repeat`, experiment, run, instrument, dataCollectionSoftware, name, version, pcrFormat
    case rows, columns, runDate, react, data, tar, cq, excl, adp, cyc, fluor, mdp, tmp
    // The vendor's members
    case lc96manifest, factGraph, measurementData, startTime, endTime, program, measurementTime, call, concentration, standard, failureType, graphId, excluded
    case absQuantDataSource, relQuantDataSource, normFlour, xmlSettings, XmlSettings
    case layoutManagerUserSettings, layoutUserSettings, statisticalDataSource, settings, tmCallingDataModel
}

enum AttributeName: String, CaseIterable {
    case id, version, targetId, dateUpdated, hashkey, isDefined, geneConcentration, runId, analysisPresent, cycle
}

/// Addresses of interned names in a table of open addressing: one probe an element.
struct InternedNames<Name: CaseIterable & RawRepresentable<String>> {
    private var keys = [UnsafePointer<xmlChar>?](repeating: nil, count: 256)
    private var names = [Name?](repeating: nil, count: 256)

    init(_ dictionary: xmlDictPtr?) {
        for name in Name.allCases {
            guard let key = name.rawValue.withCString({ xmlDictLookup(dictionary, UnsafeRawPointer($0).assumingMemoryBound(to: xmlChar.self), -1) })
            else { continue }
            var slot = Self.slot(key)
            while keys[slot] != nil { slot = (slot + 1) & 255 }
            keys[slot] = key
            names[slot] = name
        }
    }

    subscript(key: UnsafePointer<xmlChar>) -> Name? {
        var slot = Self.slot(key)
        while let found = keys[slot] {
            if found == key { return names[slot] }
            slot = (slot + 1) & 255
        }
        return nil
    }

    private static func slot(_ key: UnsafePointer<xmlChar>) -> Int {
        let address = UInt(bitPattern: key)
        return Int((address ^ (address >> 8)) & 255)
    }
}
