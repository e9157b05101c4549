// swift-tools-version:6.2
import PackageDescription

// A package of its own, so that building Spreu never builds it: `swift run -c release --package-path Benchmarks`.

let package = Package(
    name: "spreu-benchmarks",
    dependencies: [.package(name: "spreu", path: "..")],
    targets: [
        .target(name: "CBaseline"),
        .executableTarget(
            name: "SpreuBenchmarks",
            dependencies: [
                "CBaseline",
                .product(name: "MailArchive", package: "spreu"),
                .product(name: "MailFeatures", package: "spreu"),
                .product(name: "MailMessage", package: "spreu"),
                .product(name: "SpamEvaluation", package: "spreu"),
                .product(name: "SpamModel", package: "spreu"),
                .product(name: "SpamTraining", package: "spreu"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ]),
    ]
)
