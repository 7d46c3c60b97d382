// swift-tools-version: 6.2
// Accuracy and speed of the Cq engine, beside the published tools. A package of its own, so that the product depends on none of it.
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "cqwatch", path: "..")],
    targets: [
        .target(name: "CountAllocations"),
        .executableTarget(
            name: "benchmark",
            dependencies: ["CountAllocations", .product(name: "Quantification", package: "cqwatch")], swiftSettings: settings),
        .executableTarget(
            name: "judging",
            dependencies: [.product(name: "Rules", package: "cqwatch"), .product(name: "Casebook", package: "cqwatch")], swiftSettings: settings),
        .executableTarget(
            name: "cohort",
            dependencies: ["Rules", "Quantification", "RunFormats", "Simulation"].map { .product(name: $0, package: "cqwatch") },
            swiftSettings: settings),
        .executableTarget(
            name: "pages",
            dependencies: ["Casebook", "Pages", "Rules", "Quantification", "RunFormats", "Simulation"].map {
                .product(name: $0, package: "cqwatch")
            }, swiftSettings: settings),
        .executableTarget(
            name: "reading",
            dependencies: [.product(name: "Quantification", package: "cqwatch"), .product(name: "RunFormats", package: "cqwatch")],
            swiftSettings: settings),
    ]
)
