// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// Lower rooms first: a target imports only from the lines above its own (Tests/TidyTests holds it to that).
let package = Package(
    name: "gatepost",
    products: [
        .executable(name: "gatepost", targets: ["gatepost"]),
        .library(name: "MIME", targets: ["MIME"]),
        // Every room that reads untrusted bytes, for the fuzz targets of Tests/Fuzz.
        .library(
            name: "Readers",
            targets: ["MIME", "WorkingTime", "Classifier", "Agreement", "Triage", "Mailrules", "Fetcher", "Responder"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .target(name: "CryptoShim", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "Digest", dependencies: ["CryptoShim"], swiftSettings: strict),
        .target(name: "MIME", swiftSettings: strict),
        .target(name: "WorkingTime", swiftSettings: strict),
        .target(name: "ClassifierModel", exclude: ["model.bin"]),
        .target(
            name: "Classifier",
            dependencies: ["ClassifierModel"],
            exclude: ["Calibration", "Cues", "Seeds"],
            swiftSettings: strict
        ),
        .target(name: "Agreement", dependencies: ["WorkingTime"], swiftSettings: strict),
        .target(name: "HourLedger", dependencies: ["Digest", "WorkingTime", "Agreement"], swiftSettings: strict),
        .target(
            name: "Triage",
            dependencies: ["Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger"],
            swiftSettings: strict
        ),
        .target(
            name: "Reports",
            dependencies: ["MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage"],
            swiftSettings: strict
        ),
        .target(
            name: "Mailrules",
            dependencies: ["WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", yams],
            swiftSettings: strict
        ),
        .target(
            name: "Store",
            dependencies: ["Digest", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", grdb],
            swiftSettings: strict
        ),
        .target(name: "CurlShim", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "Curl", dependencies: ["CurlShim"], swiftSettings: strict),
        .target(name: "Fetcher", dependencies: ["WorkingTime", "CurlShim", "Curl"], swiftSettings: strict),
        .target(
            name: "Responder",
            dependencies: ["MIME", "WorkingTime", "Classifier", "Agreement", "Triage", "Reports", "Curl", mustache],
            swiftSettings: strict
        ),
        .target(
            name: "Service",
            dependencies: [
                "Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Reports",
                "Mailrules", "Store", "Curl", "Fetcher", "Responder", logging, lifecycle,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "gatepost",
            dependencies: [
                "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Reports", "Mailrules",
                "Store", "Fetcher", "Responder", "Service", arguments, logging, lifecycle,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Mailrules",
                "Store",
                "Curl", "Fetcher", "Service",
            ],
            path: "Tests/Benchmarks",
            exclude: [
                "classify.py", "intake.py", "intake_mail.py", "issues.py", "ledger.py", "mime.py",
                "mime_differential.py", "replay.py",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Rebuild",
            dependencies: ["Classifier"],
            path: "Tests/Rebuild",
            swiftSettings: strict
        ),
        .target(name: "LabKit", dependencies: ["Curl"], path: "Tests/LabKit", swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: strict),
        .testTarget(name: "MIMETests", dependencies: ["MIME"], swiftSettings: strict),
        .testTarget(name: "WorkingTimeTests", dependencies: ["WorkingTime"], swiftSettings: strict),
        .testTarget(
            name: "ClassifierTests",
            dependencies: ["Classifier", "ClassifierModel"],
            exclude: ["HeldOut"],
            swiftSettings: strict
        ),
        .testTarget(name: "AgreementTests", dependencies: ["WorkingTime", "Agreement"], swiftSettings: strict),
        .testTarget(
            name: "HourLedgerTests",
            dependencies: ["Digest", "WorkingTime", "Agreement", "HourLedger"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TriageTests",
            dependencies: ["Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage"],
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Reports"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MailrulesTests",
            dependencies: ["WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Mailrules"],
            exclude: ["Broken"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Store", grdb,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "CurlTests", dependencies: ["Curl", "LabKit"], swiftSettings: strict),
        .testTarget(
            name: "FetcherTests",
            dependencies: ["WorkingTime", "Curl", "Fetcher", "LabKit"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResponderTests",
            dependencies: [
                "Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "Triage", "Reports", "Curl", "Responder",
            ],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Digest", "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Reports",
                "Mailrules", "Store", "Curl", "Fetcher", "Responder", "Service", "LabKit", logging, lifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["WorkingTime", "Agreement", "HourLedger", "Mailrules", "Store", "Service", "MIME"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)

// `Tests/year` builds with the optimizer and needs one bundle of tests; all of them would take several times as long.
if let named = Context.environment["GATEPOST_ONLY_TESTS"] {
    let only = named.split(separator: ",").map(String.init)
    package.targets.removeAll {
        $0.type == .test && !only.contains($0.name) || ["Benchmarks", "Rebuild"].contains($0.name)
    }
}
