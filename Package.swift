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
let swiftCSV: Target.Dependency = .product(name: "SwiftCSV", package: "SwiftCSV")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
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
        // For Benchmarks/, a package of its own.
        .library(name: "Quantification", targets: ["Assay", "Quantification"]),
        .library(name: "RunFormats", targets: ["RunFormats"]),
        .library(name: "Judgement", targets: ["Assay", "Judgement"]),
        .library(name: "Simulation", targets: ["Simulation"]),
        .library(name: "Journal", targets: ["Journal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        system("CFreeType", "freetype2", "libfreetype-dev"),
        system("CPNG", "libpng", "libpng-dev"),
        system("CCurl", "libcurl", "libcurl4-openssl-dev"),
        system("CCrypto", "libcrypto", "libssl-dev"),
        system("CUSB", "libusb-1.0", "libusb-1.0-0-dev"),
        system("CUdev", "libudev", "libudev-dev"),
        system("CXML2", "libxml-2.0", "libxml2-dev"),
        system("CZip", "libzip", "libzip-dev"),
        .target(name: "CLinux"),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        // The drawing in ARCHITECTURE.md against the sources.
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .executableTarget(
            name: "cqwatch",
            dependencies: [
                "Assay", "Channels", "Configuration", "Devices", "Digests", "Intake", "Journal", "Judgement", "Kinetics", "Monitoring", "Quantification",
                "Reporting", "RunFormats", "Service", "Simulation", "CCrypto", "CCurl", "CFreeType", "CPNG", "CUSB", "CXML2", "CZip", argumentParser,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "cqwatchTests",
            dependencies: ["TestSupport", "Assay", "Configuration", "Journal", "Judgement", "Quantification", "RunFormats", "Simulation", subprocess, yams],
            swiftSettings: settings),
    ]
        // Pure rooms: values in, values out.
        + room("Assay")
        + room("Quantification", ["Assay"], tests: ["RunFormats", "Simulation"])
        + room("Kinetics")
        + room("Judgement", ["Assay", "Kinetics"])
        + room("Monitoring", ["Assay"])
        + room("Dispatching", ["Judgement"], tests: ["Assay"])
        + room("Mail", tests: [subprocess])
        + room("Reporting", ["Assay", "Judgement", "Kinetics"])
        // Bytes in memory to values, and back.
        + room("Digests", ["CCrypto"])
        + room("RunFormats", ["Assay", "Digests", "CXML2", "CZip"], tests: ["Simulation"])
        + room("Pictures", ["Assay", "Judgement", "Kinetics", "Reporting", "CFreeType", "CPNG"])
        + room("Configuration", ["Assay", "Digests", "Judgement", "Mail", "Monitoring", swiftCSV, yams])
        + room("Simulation", ["Assay", "Digests", "CZip"], tests: ["RunFormats"])
        // Shell rooms: one kind of side effect each.
        + room("Journal", ["Assay", "Digests", "Judgement", grdb])
        + room("Intake", ["Assay", "Digests", "CLinux"])
        + room("Devices", ["Assay", "Monitoring", "CLinux", "CUSB", "CUdev"])
        + room("Log", [logging])
        + room(
            "Channels",
            [
                "Assay", "Digests", "Dispatching", "Journal", "Judgement", "Log", "Mail", "Pictures", "Reporting", "CCurl", logging, subprocess, systemPackage,
            ])
        + room("Delivery", ["Channels", "Dispatching", "Journal", "Judgement", "Log", "CLinux", logging], tests: ["Assay", "Mail", subprocess])
        + room(
            "Service",
            [
                "Assay", "Configuration", "Delivery", "Devices", "Dispatching", "Intake", "Journal", "Judgement", "Log", "Monitoring", "Quantification", "Reporting",
                "RunFormats", "CLinux", logging,
            ],
            tests: ["Simulation", grdb])
)
