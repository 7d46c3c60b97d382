// swift-tools-version: 6.2
// Fuzzing by coverage: everything that reads what came from outside, under libFuzzer and AddressSanitizer. `make fuzz`.
// A package of its own, so that the product is built without the sanitizers' instruments.
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Fuzzing",
    dependencies: [.package(name: "cqwatch", path: "..")],
    targets: [
        .systemLibrary(name: "CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CFuzzer"]
                + [
                    "Answers", "Casebook", "Configuration", "Quantification", "Rules", "RunFormats", "Simulation", "Web",
                ].map { .product(name: $0, package: "cqwatch") },
            swiftSettings: settings,
            // The toolchain's own linker: gold ends on the sanitizers' debug lines.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
    ]
)
