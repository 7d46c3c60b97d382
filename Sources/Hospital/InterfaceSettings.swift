// What the site and the receiving systems agreed on: `interface` of the configuration.
public import Assay
internal import Foundation

/// A way to a receiving system.
public enum Route: String, Sendable, Codable, CaseIterable { case hl7, fhir, folder }

/// The form of a message.
public enum MessageFormat: String, Sendable, Codable, CaseIterable { case hl7, fhir }

/// How far a value goes without a person: preliminary ones wait in the receiving system for somebody who releases them.
public enum ResultStatus: String, Sendable, Codable, CaseIterable { case preliminary, final }

/// A code of the receiving side's, with its words and the name of the system that it belongs to.
public struct LocalCode: Hashable, Sendable {
    public var code: String
    public var text: String
    public var system: String
    public init(_ code: String, _ text: String, _ system: String) {
        self.code = code
        self.text = text
        self.system = system
    }
}

/// Files of a TLS connection, PEM.
public struct TLSFiles: Hashable, Sendable {
    /// Certificates of the authorities that may sign the receiver's; the system's where it is nil.
    public var authority: String?
    /// Ours, for a receiver that asks for one, and its key.
    public var certificate: String?
    public var key: String?
    public init() {}
}

/// The line to one receiver by MLLP.
public struct HL7Settings: Hashable, Sendable {
    public var host = ""
    public var port = 2575
    /// Nil: in the clear.
    public var tls: TLSFiles?
    public var resultStatus = ResultStatus.preliminary
    /// Until the connection stands; until a message is answered, seconds.
    public var connectSeconds = 15.0
    public var answerSeconds = 30.0
    public init() {}
}

/// The names in MSH, for every HL7 message, whichever way it goes.
public struct HL7Names: Hashable, Sendable {
    public var sendingApplication = "CQWATCH"
    public var sendingFacility = "LAB"
    public var receivingApplication = "LIS"
    public var receivingFacility = "HOSPITAL"
    public init() {}
}

public struct FHIRSettings: Hashable, Sendable {
    /// OAuth 2 client credentials (RFC 6749, 4.4).
    public struct Token: Hashable, Sendable {
        public var url = ""
        public var client = ""
        /// A file of mode 0600 with the secret. A credential `cqwatch-interface` of systemd goes before it.
        public var secretFile: String?
        public var scope: String?
        public init() {}
    }
    /// The server's base.
    public var url = ""
    public var tls: TLSFiles?
    public var token: Token?
    public var resultStatus = ResultStatus.preliminary
    public var answerSeconds = 30.0
    public init() {}
}

public struct FolderSettings: Hashable, Sendable {
    public var path = ""
    public var format = MessageFormat.hl7
    public var resultStatus = ResultStatus.preliminary
    public init() {}
}

/// How patients and orders are called on the receiving side.
public struct IdentifierSettings: Hashable, Sendable {
    public enum Placer: String, Sendable, CaseIterable { case none, sample, table }

    /// PID-3.4: whose numbers the patients' are.
    public var authority = "CQWATCH"
    /// PID-3.5.
    public var type = "PI"
    /// The same for FHIR: the URI of the patients' numbers.
    public var system = "urn:cqwatch:patient"
    /// Where our own identifiers live in FHIR.
    public var namespace = "urn:cqwatch"
    /// A table `patient,identifier`; nil: the study code is the number.
    public var patientsPath: String?
    public var patients: [String: String]?
    /// Whose order a result answers (ORC-2): none is named, the sample's name is its number, or a table
    /// `sample,placer` says.
    public var placer = Placer.none
    public var placersPath: String?
    public var placers: [String: String] = [:]
    public init() {}
}

/// `interface`: where results and alerts go beside mail and hooks, and in which words.
public struct InterfaceSettings: Hashable, Sendable {
    /// At most 8 characters, so that MSH-10 has room for a record's number.
    public var site = ""
    /// Nothing recorded before this day is sent; nil: the whole journal.
    public var since: CalendarDate?
    public var hl7: HL7Settings?
    public var fhir: FHIRSettings?
    public var folder: FolderSettings?
    public var names = HL7Names()
    /// By target. A target that is missing here has its own name as a local code.
    public var codes: [String: LocalCode] = [:]
    /// By unit, as results write it.
    public var units: [String: LocalCode] = Self.usualUnits
    public var identifiers = IdentifierSettings()
    /// Messages a second at the most, each way.
    public var messagesPerSecond = 500.0
    /// The pause after a failure; doubled each time up to the longest, seconds.
    public var retrySeconds = 1.0
    public var retryMaxSeconds = 60.0
    /// A way that has failed for so long is told to the laboratory, seconds.
    public var tellAfterSeconds = 900.0

    public init() {}

    public static let localSystem = "99CQW"
    public static let unitSystem = "UCUM"

    /// UCUM has no word for a copy: it is an annotation.
    public static let usualUnits: [String: LocalCode] = [
        "copies/ul gDNA": LocalCode("{copies}/uL", "copies per microlitre gDNA", unitSystem),
        "copies/ug gDNA": LocalCode("{copies}/ug", "copies per microgram gDNA", unitSystem),
    ]

    public func code(of target: String) -> LocalCode {
        codes[target] ?? LocalCode(target, "\(target) copies by qPCR", Self.localSystem)
    }

    public func unit(_ unit: String) -> LocalCode {
        units[unit] ?? units.first { sameUnit($0.key, unit) }?.value ?? LocalCode("1", unit, Self.unitSystem)
    }

    /// Nil where a table says who the patients are and does not know this one.
    public func identifier(of patient: String) -> String? {
        guard let known = identifiers.patients else { return patient }
        return known[patient]
    }

    public func placer(of sample: String) -> String? {
        switch identifiers.placer {
        case .none: nil
        case .sample: sample
        case .table: identifiers.placers[sample]
        }
    }

    /// What was recorded before the site's first day is not sent.
    public func sends(_ event: HospitalEvent) -> Bool {
        guard let since else { return true }
        return event.time.timeIntervalSince1970 >= Double(since.dayNumber) * 86_400
    }

    /// The ways that the site has chosen.
    public var routes: [Route] {
        [hl7.map { _ in Route.hl7 }, fhir.map { _ in .fhir }, folder.map { _ in .folder }].compactMap(\.self)
    }

    public func format(of route: Route) -> MessageFormat {
        switch route {
        case .hl7: .hl7
        case .fhir: .fhir
        case .folder: folder?.format ?? .hl7
        }
    }

    public func resultStatus(of route: Route) -> ResultStatus {
        switch route {
        case .hl7: hl7?.resultStatus ?? .preliminary
        case .fhir: fhir?.resultStatus ?? .preliminary
        case .folder: folder?.resultStatus ?? .preliminary
        }
    }
}
