// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets, in a package of their own so that ordinary builds never see them. Tests/Fuzz/run builds and runs them.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let mime: Target.Dependency = .product(name: "MIME", package: "gatepost")
let readers: Target.Dependency = .product(name: "Readers", package: "gatepost")

let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "gatepost", path: "../..")],
    targets: [
        .executableTarget(name: "FuzzMIME", dependencies: [mime], swiftSettings: strict),
        .executableTarget(name: "FuzzHTML", dependencies: [mime], swiftSettings: strict),
        .executableTarget(name: "FuzzFields", dependencies: [mime], swiftSettings: strict),
        .executableTarget(name: "FuzzComposer", dependencies: [mime], swiftSettings: strict),
        .executableTarget(name: "FuzzIMAP", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzNewestText", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzTriage", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzSplitter", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzCalendar", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzTemplate", dependencies: [readers], swiftSettings: strict),
        .executableTarget(name: "FuzzMailrules", dependencies: [readers], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
