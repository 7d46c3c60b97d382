// swift-tools-version: 6.2
// The rooms of the house: one target each, drawn in ARCHITECTURE.md.
import PackageDescription

/// One list for every target. CI turns warnings into errors.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// A room, and beside it the suite that tests it.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: name + "Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies + tests,
            swiftSettings: settings),
    ]
}

/// A C library of the system: a module map and a shim header.
func system(_ name: String, _ pkgConfig: String, _ debian: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let package = Package(
    name: "cqwatch",
    products: [
        .executable(name: "cqwatch", targets: ["cqwatch"]),
        // For Benchmarks/ and Fuzzing/, packages of their own.
        .library(name: "Quantification", targets: ["Assay", "Quantification"]),
        .library(name: "RunFormats", targets: ["RunFormats"]),
        .library(name: "Rules", targets: ["Alerts", "Assay", "Laboratory", "Rules"]),
        .library(name: "Simulation", targets: ["Simulation"]),
        .library(name: "Configuration", targets: ["Configuration"]),
        .library(name: "Casebook", targets: ["Casebook", "Files", "Journal"]),
        .library(name: "Pages", targets: ["Pages", "Reporting"]),
        .library(name: "Answers", targets: ["FHIR", "HL7", "Hospital", "Mail"]),
        .library(name: "Web", targets: ["Snapshots", "Web"]),
    ],
    // Exact, since Package.resolved is not kept: CONTRIBUTING.md says why.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        system("CFreeType", "freetype2", "libfreetype-dev"),
        system("CPNG", "libpng", "libpng-dev"),
        system("CCurl", "libcurl", "libcurl4-openssl-dev"),
        system("CCrypto", "libcrypto", "libssl-dev"),
        system("CPostgres", "libpq", "libpq-dev"),
        system("CUSB", "libusb-1.0", "libusb-1.0-0-dev"),
        system("CUdev", "libudev", "libudev-dev"),
        system("CXML2", "libxml-2.0", "libxml2-dev"),
        system("CZip", "libzip", "libzip-dev"),
        .target(name: "CLinux"),
        .target(
            name: "TestSupport", dependencies: ["Statistics"], path: "Tests/TestSupport", swiftSettings: settings),
        // Patients, samples and runs that tests of several rooms write down.
        .target(name: "Fixtures", dependencies: ["Assay", "Rules"], path: "Tests/Fixtures", swiftSettings: settings),
        // Small journals and runs for the suites of two rooms.
        .target(
            name: "CasebookFixtures",
            dependencies: [
                "Assay", "Casebook", "Files", "Journal", "Alerts", "Laboratory", "Rules", "Snapshots",
            ],
            path: "Tests/CasebookFixtures", swiftSettings: settings),
        // Events in every state for the suites of the two standards.
        .target(
            name: "HospitalFixtures", dependencies: ["Alerts", "Assay", "Hospital", "Rules"],
            path: "Tests/HospitalFixtures", swiftSettings: settings),
        // The drawing in ARCHITECTURE.md, and the documents made from the rules, against the sources.
        .testTarget(
            name: "ArchitectureTests",
            dependencies: ["Assay", "Central", "Configuration", "Laboratory", "Quantification", "Rules"],
            swiftSettings: settings),
        .executableTarget(
            name: "cqwatch",
            dependencies: [
                "Assay", "Casebook", "Channels", "Configuration", "Devices", "Digests", "Dispatching",
                "FHIR", "HL7", "Hospital", "Intake", "Journal",
                "Alerts", "Laboratory", "Rules", "Kinetics", "Monitoring", "Quantification", "Reporting", "RunFormats",
                "Service", "Pages",
                "Simulation", "Snapshots", "USB", "Central", "CentralStore", "Postgres", "Shipping", "Text",
                "WebService",
                "CCrypto",
                "CCurl", "CFreeType", "CPNG", "CUSB", "CXML2", "CZip",
                argumentParser,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "cqwatchTests",
            dependencies: [
                "TestSupport", "Assay", "Casebook", "CasebookFixtures", "Configuration", "Files", "Journal", "Alerts",
                "Laboratory",
                "Rules", "Quantification", "RunFormats", "Simulation", subprocess, yams,
            ],
            swiftSettings: settings),
    ]
        // Pure rooms: values in, values out.
        + room("Assay")
        + room("USB")
        + room("Files", ["USB"])
        + room("Quantification", ["Assay", "Statistics", "Text"], tests: ["Rules", "RunFormats", "Simulation"])
        + room("Kinetics", ["Statistics"])
        + room("Statistics")
        + room("Text")
        + room("Laboratory", ["Assay", "Statistics", "Text"], tests: ["Fixtures"])
        + room(
            "Rules", ["Assay", "Files", "Kinetics", "Laboratory", "Statistics", "Text", "USB"],
            tests: ["Alerts", "Fixtures"])
        + room("Alerts", ["Assay", "Laboratory", "Rules", "Text"], tests: ["Fixtures"])
        + room("Central", ["Assay", "Statistics"])
        + room("Monitoring", ["Assay", "Files", "Rules", "Text", "USB"])
        + room("Hospital", ["Alerts", "Assay"], tests: ["Rules"])
        + room(
            "HL7", ["Alerts", "Assay", "Hospital", "Rules", "Text"], tests: ["HospitalFixtures"])
        + room(
            "FHIR", ["Alerts", "Assay", "Hospital", "Rules", "Text"], tests: ["HospitalFixtures"])
        + room("Dispatching", ["Alerts", "Rules"], tests: ["Assay"])
        + room("Snapshots", ["Alerts", "Rules"], tests: ["Assay"])
        + room("Mail", ["Text"], tests: [subprocess])
        + room(
            "Reporting",
            [
                "Alerts", "Assay", "Central", "Kinetics", "Laboratory", "Rules", "Snapshots", "Statistics", "Text",
                "USB",
            ])
        // Bytes in memory to values, and back.
        + room("Web", ["Alerts", "Digests", "Snapshots", "Text"])
        + room("Digests", ["CCrypto"])
        + room("RunFormats", ["Assay", "Digests", "Text", "CXML2", "CZip"], tests: ["Simulation"])
        + room(
            "Pages", ["Alerts", "Assay", "Central", "Digests", "Kinetics", "Reporting", "Rules", "Text"],
            tests: ["Fixtures", "Quantification", "RunFormats", "Snapshots"])
        + room("Pictures", ["Assay", "Kinetics", "Reporting", "Rules", "Text", "CFreeType", "CPNG"])
        + room(
            "Configuration",
            [
                "Assay", "Central", "Digests", "Alerts", "Hospital", "Laboratory", "Rules", "Mail", "Monitoring",
                "Text", "USB", "Web", yams,
            ])
        + room("Simulation", ["Assay", "Digests", "Statistics", "Text", "CZip"], tests: ["RunFormats"])
        // Shell rooms: one kind of side effect each.
        + room("Linux", ["CLinux"])
        + room("Journal", ["Assay", "Digests", "Files", "Linux", "Text", grdb], tests: ["CasebookFixtures"])
        + room(
            "Casebook",
            [
                "Assay", "Digests", "Files", "Journal", "Alerts", "Hospital", "Laboratory", "Rules", "Snapshots",
                "Text", "USB",
                grdb,
            ],
            tests: ["CasebookFixtures"])
        + room("Postgres", ["Text", "CPostgres"])
        + room("Shipping", ["Central", "Journal", "Postgres"])
        + room(
            "CentralStore", ["Alerts", "Assay", "Casebook", "Central", "Journal", "Laboratory", "Postgres", "Rules"],
            tests: ["CasebookFixtures", "Shipping"])
        + room("Intake", ["Digests", "Files", "Linux", "CLinux"])
        + room("Devices", ["Files", "Linux", "USB", "CUSB", "CUdev"])
        + room("Log", ["Linux", "Text", logging])
        + room(
            "Channels",
            [
                "Alerts", "Assay", "Casebook", "Digests", "Dispatching", "Journal", "Linux", "Log", "Mail", "Pictures",
                "Reporting", "Rules", "Snapshots", "Text", "CCurl", logging, subprocess, systemPackage,
            ])
        + room(
            "Delivery",
            ["Alerts", "Casebook", "Channels", "Dispatching", "Journal", "Linux", "Log", "Rules", "CLinux", logging],
            tests: ["Assay", "Files", "Mail", subprocess])
        + room(
            "Interface",
            [
                "Alerts", "Casebook", "Delivery", "Digests", "FHIR", "HL7", "Hospital", "Journal", "Linux", "Log",
                "Rules",
                "CCurl", logging,
            ],
            tests: ["Assay", "CasebookFixtures", "Files"])
        + room(
            "Service",
            [
                "Alerts", "Assay", "Casebook", "Central", "Configuration", "Delivery", "Devices", "Dispatching",
                "Files", "Hospital", "Intake", "Interface", "Journal", "Laboratory", "Linux", "Log", "Monitoring",
                "Pages", "Quantification", "Reporting", "Rules", "RunFormats", "Shipping", "Snapshots", "Text", "USB",
                "CLinux", logging,
            ],
            tests: ["Simulation", grdb])
        + room(
            "WebService",
            [
                "Alerts", "Assay", "Casebook", "Configuration", "Journal", "Laboratory", "Linux", "Log", "Pages",
                "Reporting", "Rules", "Service", "Snapshots", "Web", logging, nioCore, nioHTTP1, nioPosix,
            ],
            tests: ["CasebookFixtures"])
)
