// swift-tools-version:6.2
import Foundation
import PackageDescription

// Data moves one way, left to right: each target knows only those above it in this file (ARCHITECTURE.md).

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]
// For those that hand out spans of their own memory.
let spanSettings = swiftSettings + [.enableExperimentalFeature("Lifetimes")]
// For those that read a stranger's bytes: whatever the compiler cannot check says `unsafe`.
let memorySafeSettings = spanSettings + [.strictMemorySafety()]

let package = Package(
    name: "spreu",
    products: [
        .executable(name: "spreu", targets: ["spreu"]),
        .executable(name: "spreud", targets: ["spreud"]),
        .library(name: "TextOutput", targets: ["TextOutput"]),
        .library(name: "MailArchive", targets: ["MailArchive"]),
        .library(name: "MailMessage", targets: ["MailMessage"]),
        .library(name: "MailFeatures", targets: ["MailFeatures"]),
        .library(name: "SpamModel", targets: ["SpamModel"]),
        .library(name: "SpamTraining", targets: ["SpamTraining"]),
        .library(name: "SpamEvaluation", targets: ["SpamEvaluation"]),
        .library(name: "LearningDrop", targets: ["LearningDrop"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // System libraries: `scripts/setup` installs them.
        .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        // What Glibc's Swift module lacks (memmem, memrchr, prefetch, iconv): header-only.
        .target(name: "CBytes"),
        // One question through glibc's resolver.
        .target(name: "CResolver"),

        // Files that are written whole or not at all, mapped and checksummed.
        .target(name: "DurableFiles", dependencies: ["CBytes"], swiftSettings: swiftSettings),
        // Telling people: a program that is run, a mail that the machine's sendmail takes.
        .target(name: "Announcements", swiftSettings: swiftSettings),
        // Values as text: JSON, numbers, columns, what is safe on a terminal.
        .target(name: "TextOutput", swiftSettings: swiftSettings),
        .target(
            name: "MailMessage",
            dependencies: ["CBytes", "CZlib", "TextOutput", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: memorySafeSettings),
        // The DNS: names, records, answers read strictly, questions asked when somebody wants them asked.
        .target(name: "NameLookup", dependencies: ["CResolver", "MailMessage"], swiftSettings: memorySafeSettings),
        .target(
            name: "MailArchive",
            dependencies: ["CBytes", "CLZ4", "CLZMA", "CZlib", "CZstd", "DurableFiles", "MailMessage"],
            swiftSettings: memorySafeSettings),
        .target(
            name: "MailFeatures", dependencies: ["CBytes", "DurableFiles", "MailMessage", "TextOutput"],
            swiftSettings: memorySafeSettings),
        .target(
            name: "SpamModel",
            dependencies: [
                "CBytes", "CLZMA", "DurableFiles", "MailFeatures", "MailMessage", "TextOutput",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        // Whom the site allows and denies, and what is proven of who sent a message.
        .target(
            name: "SenderLists", dependencies: ["DurableFiles", "MailMessage", "SpamModel", "TextOutput"],
            swiftSettings: memorySafeSettings),
        // How much outgoing mail each sender has, and whose is to be put on hold.
        .target(
            name: "OutgoingBrake", dependencies: ["DurableFiles", "MailMessage", "TextOutput"],
            swiftSettings: swiftSettings),
        // What reports, explanations and pages say, in the reader's language.
        .target(
            name: "ReportPages",
            dependencies: [
                "MailFeatures", "MailMessage", "SpamModel", "TextOutput",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [
                .embedInCode("Templates/page.mustache"), .embedInCode("Templates/section.mustache"),
                .embedInCode("Templates/form.mustache"),
                .embedInCode("Templates/table.mustache"), .embedInCode("Templates/style.css"),
            ], swiftSettings: swiftSettings),
        .target(
            name: "TrainingStore",
            dependencies: [
                "DurableFiles", "MailFeatures", "TextOutput", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "LearningDrop", dependencies: ["CZlib", "DurableFiles", "TextOutput"], swiftSettings: swiftSettings),
        .target(
            name: "SpamTraining",
            dependencies: ["CBytes", "DurableFiles", "MailFeatures", "SpamModel", "TextOutput"],
            swiftSettings: swiftSettings),
        .target(
            name: "SpamEvaluation",
            dependencies: [
                "MailFeatures", "SpamModel", "SpamTraining", "TextOutput",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        // Archives and handed-over mail become features in the store, or examples.
        .target(
            name: "MailIngest",
            dependencies: [
                "DurableFiles", "LearningDrop", "MailArchive", "MailFeatures", "MailMessage", "SpamEvaluation",
                "SpamModel", "SpamTraining", "TextOutput", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        // What is wrong with a corpus.
        .target(
            name: "CorpusInspection",
            dependencies: [
                "DurableFiles", "MailArchive", "MailFeatures", "MailIngest", "MailMessage", "SpamEvaluation",
                "SpamTraining", "TextOutput", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        // What a mail server's logs say: lines, events, messages, tables.
        .target(
            name: "MailServerLogs", dependencies: ["DurableFiles", "MailArchive", "MailMessage", "TextOutput"],
            swiftSettings: memorySafeSettings),
        // What others say of the site, as it comes by mail: DMARC, TLS-RPT, complaints, bounces.
        .target(
            name: "FeedbackReports",
            dependencies: ["CLibXML2", "DurableFiles", "MailArchive", "MailMessage", "TextOutput"],
            swiftSettings: swiftSettings),
        .target(
            name: "SiteConfiguration",
            dependencies: ["MailFeatures", "MailMessage", .product(name: "Yams", package: "Yams")],
            swiftSettings: swiftSettings),
        // What a mail server is told to do: Postfix, Dovecot, aliases, Sieve, zones; values, no rendering.
        .target(
            name: "MailServerConfiguration", dependencies: ["MailMessage", "NameLookup", "SiteConfiguration"],
            swiftSettings: swiftSettings),
        // Where mail, names and passwords are seen by others: values in, findings out.
        .target(
            name: "ConfidentialityCheck",
            dependencies: ["MailMessage", "MailServerConfiguration", "MailServerLogs", "TextOutput"],
            swiftSettings: swiftSettings),
        // Who sends ham and spam: addresses, networks and domains, lists made of them, and lists of others.
        .target(
            name: "SenderReputation",
            dependencies: [
                "DurableFiles", "FeedbackReports", "MailFeatures", "MailIngest", "MailMessage",
                "MailServerConfiguration", "MailServerLogs", "NameLookup",
                "SenderLists", "SiteConfiguration", "SpamEvaluation", "TextOutput",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        // When to tell the administrator of what the logs say: counters, rules, incidents.
        .target(
            name: "ServerAlarms",
            dependencies: [
                "DurableFiles", "MailFeatures", "MailMessage", "MailServerLogs", "OutgoingBrake", "ReportPages",
                "SenderLists", "SiteConfiguration", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        // What leaves the server, by whom, and what of it is wrong.
        .target(
            name: "OutboundMail",
            dependencies: [
                "FeedbackReports", "MailMessage", "MailServerLogs", "ServerAlarms", "SpamEvaluation", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "NightlyBatch",
            dependencies: [
                "CorpusInspection", "DurableFiles", "LearningDrop", "MailArchive", "MailFeatures", "MailIngest",
                "MailMessage", "NameLookup", "ReportPages", "ServerAlarms", "SiteConfiguration", "SpamEvaluation",
                "SpamModel",
                "SpamTraining", "TextOutput", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        // What keeps a site from working: facts in, findings out.
        .target(
            name: "SiteHealth",
            dependencies: [
                "ConfidentialityCheck", "DurableFiles", "MailServerConfiguration", "NightlyBatch", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        // A mail server's files and accounts -> what Spreu's configuration is to say, and what keeps it from working.
        .target(
            name: "SiteSetup",
            dependencies: [
                "DurableFiles", "MailArchive", "MailFeatures", "MailIngest", "MailMessage", "MailServerConfiguration",
                "NightlyBatch", "ReportPages", "ServerAlarms", "SiteConfiguration", "SpamModel", "TextOutput",
                "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        // Telling each person what lies new in their own Junk.
        .target(
            name: "JunkDigest",
            dependencies: [
                "Announcements", "DurableFiles", "MailArchive", "MailFeatures", "MailIngest", "MailMessage",
                "NightlyBatch", "ReportPages", "SpamModel", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        // How a site's five duties stand: facts in, colours and reasons out.
        .target(
            name: "MailDuties",
            dependencies: [
                "ConfidentialityCheck", "FeedbackReports", "MailServerConfiguration", "MailServerLogs", "NightlyBatch",
                "OutboundMail", "SenderReputation", "ServerAlarms", "SpamEvaluation", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        // What is known of a filter, as pages: values in, HTML out.
        .target(
            name: "SpamReports",
            dependencies: [
                "CorpusInspection", "MailFeatures", "MailIngest", "MailMessage", "NightlyBatch", "ReportPages",
                "SpamEvaluation", "SpamModel", "TextOutput", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SpreuCommands",
            dependencies: [
                "Announcements", "ConfidentialityCheck", "CorpusInspection", "DurableFiles", "FeedbackReports",
                "JunkDigest", "LearningDrop", "MailArchive", "MailDuties", "MailFeatures", "MailIngest", "MailMessage",
                "MailServerConfiguration", "MailServerLogs", "NameLookup", "NightlyBatch", "OutboundMail",
                "OutgoingBrake",
                "ReportPages", "SenderLists", "SenderReputation",
                "ServerAlarms", "SiteConfiguration", "SiteHealth", "SiteSetup", "SpamEvaluation", "SpamModel",
                "SpamReports",
                "SpamTraining", "TextOutput", "TrainingStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(name: "spreu", dependencies: ["SpreuCommands"], swiftSettings: swiftSettings),
        // What a mail server and a filter say to each other: codec and state machine, no policy.
        .target(
            name: "MilterProtocol", dependencies: ["TextOutput", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: memorySafeSettings),
        // What clients of SpamAssassin's spamd say to it, and its replies.
        .target(
            name: "SpamdProtocol", dependencies: ["TextOutput", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: memorySafeSettings),
        // What a running filter did, and its page.
        .target(
            name: "FilterPages", dependencies: ["DurableFiles", "ReportPages", "TextOutput"],
            swiftSettings: swiftSettings),
        // The live filter: it links nothing of training.
        .target(
            name: "FilterService",
            dependencies: [
                "Announcements", "CBytes", "CZlib", "CZstd", "DurableFiles", "FilterPages", "LearningDrop",
                "MailArchive", "MailFeatures", "MailMessage", "MilterProtocol", "OutgoingBrake", "ReportPages",
                "SenderLists", "SiteConfiguration", "SpamModel", "SpamdProtocol",
                "TextOutput",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("HTTP/openapi.yaml")], swiftSettings: swiftSettings),
        .executableTarget(
            name: "spreud",
            dependencies: [
                "FilterService", "SiteConfiguration", "SpamModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings),
        // Writes the sample corpus that the demonstration and the end-to-end tests use.
        .executableTarget(
            name: "make-sample-corpus", dependencies: ["CBytes", "MailMessage"], path: "Sources/SampleCorpus",
            swiftSettings: swiftSettings),

        // Multiplies a store, for measurements.
        .executableTarget(
            name: "make-large-store", dependencies: ["MailFeatures", "TrainingStore"],
            path: "Sources/LargeStore", swiftSettings: swiftSettings),

        .testTarget(
            name: "DurableFilesTests", dependencies: ["DurableFiles", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(name: "TextOutputTests", dependencies: ["TextOutput"], swiftSettings: swiftSettings),
        .testTarget(
            name: "TrainingStoreTests",
            dependencies: [
                "DurableFiles", "MailFeatures", "TestSupport", "TextOutput", "TrainingStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: swiftSettings),
        .testTarget(
            name: "NameLookupTests", dependencies: ["NameLookup", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MailArchiveTests", dependencies: ["MailArchive", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MailMessageTests", dependencies: ["MailMessage", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MailFeaturesTests", dependencies: ["MailFeatures", "MailMessage", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SpamModelTests",
            dependencies: ["DurableFiles", "MailFeatures", "MailMessage", "SpamModel", "TestSupport", "TextOutput"],
            exclude: ["Golden"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SenderListsTests",
            dependencies: ["DurableFiles", "MailMessage", "SenderLists", "SpamModel", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "OutgoingBrakeTests", dependencies: ["OutgoingBrake", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "FilterPagesTests", dependencies: ["DurableFiles", "FilterPages", "ReportPages", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ReportPagesTests",
            dependencies: [
                "MailFeatures", "MailMessage", "ReportPages", "SpamModel", "SpamTraining", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SpamTrainingTests",
            dependencies: ["MailFeatures", "SpamModel", "SpamTraining", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailDutiesTests",
            dependencies: [
                "ConfidentialityCheck", "FeedbackReports", "MailDuties", "MailMessage", "MailServerConfiguration",
                "MailServerLogs", "NightlyBatch", "OutboundMail", "SenderReputation", "ServerAlarms", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SpamEvaluationTests",
            dependencies: [
                "MailFeatures", "SpamEvaluation", "SpamModel", "SpamTraining", "TestSupport", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailIngestTests",
            dependencies: [
                "MailArchive", "MailFeatures", "MailIngest", "MailMessage", "SpamEvaluation", "SpamModel",
                "SpamTraining", "TestSupport", "TextOutput", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "CorpusInspectionTests",
            dependencies: [
                "CorpusInspection", "MailFeatures", "MailIngest", "MailMessage", "SpamEvaluation", "SpamTraining",
                "TestSupport", "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailServerLogsTests", dependencies: ["MailServerLogs", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "FeedbackReportsTests",
            dependencies: ["FeedbackReports", "MailMessage", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ServerAlarmsTests",
            dependencies: [
                "MailMessage", "MailServerLogs", "OutgoingBrake", "ReportPages", "ServerAlarms", "TestSupport",
                "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "OutboundMailTests",
            dependencies: [
                "FeedbackReports", "MailMessage", "MailServerLogs", "OutboundMail", "OutgoingBrake", "ServerAlarms",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SenderReputationTests",
            dependencies: [
                "MailFeatures", "MailIngest", "MailMessage", "MailServerConfiguration", "MailServerLogs", "NameLookup",
                "SenderReputation", "TestSupport",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SiteConfigurationTests", dependencies: ["MailFeatures", "SiteConfiguration", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailServerConfigurationTests",
            dependencies: ["MailServerConfiguration", "NameLookup", "SiteConfiguration", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ConfidentialityCheckTests",
            dependencies: ["ConfidentialityCheck", "MailMessage", "MailServerConfiguration", "MailServerLogs"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SiteHealthTests",
            dependencies: ["DurableFiles", "MailServerConfiguration", "NightlyBatch", "SiteHealth", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "NightlyBatchTests",
            dependencies: [
                "LearningDrop", "MailArchive", "MailFeatures", "MailIngest", "MailMessage", "NightlyBatch",
                "SiteConfiguration", "SpamEvaluation", "SpamModel", "SpamTraining", "TestSupport", "TextOutput",
                "TrainingStore",
            ],
            exclude: ["Golden"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SiteSetupTests",
            dependencies: [
                "DurableFiles", "FilterService", "MailFeatures", "MailIngest", "MailServerConfiguration",
                "NightlyBatch", "ReportPages", "ServerAlarms", "SiteConfiguration", "SiteSetup", "TestSupport",
                "TextOutput",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "JunkDigestTests",
            dependencies: [
                "Announcements", "JunkDigest", "LearningDrop", "MailArchive", "MailFeatures", "MailIngest",
                "MailMessage", "NightlyBatch", "ReportPages", "TestSupport", "TrainingStore",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SpamReportsTests",
            dependencies: [
                "MailFeatures", "NightlyBatch", "ReportPages", "SpamEvaluation", "SpamReports", "TestSupport",
                "TextOutput", "TrainingStore",
            ],
            exclude: ["Golden"], swiftSettings: swiftSettings),
        .testTarget(
            name: "LearningDropTests", dependencies: ["LearningDrop", "TestSupport"], exclude: ["Golden"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MilterProtocolTests",
            dependencies: [
                "MilterProtocol", "TestSupport", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOTestUtils", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SpamdProtocolTests",
            dependencies: [
                "SpamdProtocol", "TestSupport", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOTestUtils", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "FilterServiceTests",
            dependencies: [
                "FilterPages", "FilterService", "LearningDrop", "MailFeatures", "MailMessage", "MilterProtocol",
                "OutgoingBrake", "ReportPages", "SenderLists", "SiteConfiguration", "SpamModel", "SpamdProtocol",
                "TestSupport", "TextOutput",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(name: "LayerTests", swiftSettings: swiftSettings),
        .testTarget(
            name: "SpreuCommandsTests", dependencies: ["SpamModel", "SpreuCommands"], swiftSettings: swiftSettings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["LearningDrop", "TestSupport"], swiftSettings: swiftSettings),
        .target(
            name: "TestSupport", dependencies: ["CZlib", "CZstd"], path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
    ]
)

// Debian's source package brings the dependencies along, for it is built without a network: scripts/package.
if let folder = Context.environment["SPREU_DEPENDENCIES"] {
    package.dependencies = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .map { .package(path: "\(folder)/\($0)") }
}
