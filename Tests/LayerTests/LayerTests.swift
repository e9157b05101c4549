// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Data moves one way: each target imports only those that stand above it (ARCHITECTURE.md).
@Suite("Layers")
struct LayerTests {
    /// The targets in the order of the flow.
    ///
    /// What is not there yet is skipped; a folder of `Sources` that is not named here fails.
    private static let flow = [
        "CBytes", "CResolver", "CLibXML2", "CZlib", "CLZMA", "CZstd", "CLZ4",
        "DurableFiles", "Announcements", "TextOutput",
        "MailMessage", "NameLookup",
        "MailArchive",
        "MailFeatures",
        "SpamModel", "SenderLists", "OutgoingBrake", "ReportPages", "TrainingStore", "LearningDrop", "SpamTraining",
        "SpamEvaluation",
        "MailIngest",
        "CorpusInspection", "MailServerLogs", "FeedbackReports", "SiteConfiguration",
        "MailServerConfiguration", "ConfidentialityCheck", "SenderReputation", "ServerAlarms",
        "OutboundMail",
        "NightlyBatch", "SiteHealth", "SiteSetup",
        "JunkDigest", "MailDuties", "SpamReports", "MilterProtocol", "SpamdProtocol", "FilterPages", "FilterService",
        "SpreuCommands",
        "spreu",
        "spreud",
        "SampleCorpus", "LargeStore",
    ]

    /// What a target must not know although it stands above.
    private static let unknown: [String: Set<String>] = {
        let archivesAndStore: Set = ["MailArchive", "MailMessage", "TrainingStore", "LearningDrop"]
        let batch: Set = [
            "TrainingStore", "SpamTraining", "SpamEvaluation", "MailIngest", "CorpusInspection", "NightlyBatch",
            "JunkDigest", "SpamReports",
        ]
        // Codec and state machine, no policy: of mail, models and settings they know nothing.
        let protocolsNeedNot = Set(flow.prefix { $0 != "MilterProtocol" }).subtracting(["TextOutput"])
            .union(["MilterProtocol"])
        return [
            "SpamTraining": archivesAndStore, "SpamEvaluation": archivesAndStore, "FilterService": batch,
            "MilterProtocol": protocolsNeedNot, "SpamdProtocol": protocolsNeedNot, "spreud": batch,
        ]
    }()

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let sources = root.appendingPathComponent("Sources")
    private static let targets = (try? FileManager.default.contentsOfDirectory(atPath: sources.path)) ?? []

    @Test("every target has its place in the flow")
    func places() {
        #expect(Self.targets.filter { !Self.flow.contains($0) } == [])
        #expect(Self.targets.contains("MailMessage"), "there are no sources in \(Self.sources.path)")
    }

    @Test("a target imports only what stands above it", arguments: targets.sorted())
    func imports(target: String) throws {
        let place = try #require(Self.flow.firstIndex(of: target))
        let forbidden = Set(Self.flow[place...]).union(Self.unknown[target] ?? []).subtracting([target])
        for (file, modules) in try Self.imports(of: target) {
            #expect(modules.intersection(forbidden) == [], "\(file)")
        }
    }

    /// What opens, reads whole, maps, renames or locks a file.
    ///
    /// A name behind a dot is a method of something else.
    private static let fileCalls = [
        #"\bO_(?:RDONLY|WRONLY|RDWR)\b"#, #"\b(?:fopen|fdopen|freopen|openat|flock|renameat2?|mkstemp)\("#,
        #"(?:^|[^.\w])(?:rename|mmap)\("#, #"\bFileHandle\(for"#, #"\bcontents\(atPath:|\b(?:Data|String)\(contentsOf"#,
        #"\b(?:moveItem|replaceItem|createFile)\("#,
    ].joined(separator: "|")

    /// Memory that is no file's has no other way, nor has a child's way to nowhere; the makers of samples stand beside the flow.
    private static func isExcused(_ target: String, _ line: Substring) -> Bool {
        line.contains("MAP_ANONYMOUS") || line.contains("\"/dev/null\"")
            || ["DurableFiles", "SampleCorpus", "LargeStore"].contains(target)
    }

    @Test("files are opened, mapped, renamed and locked by DurableFiles alone", arguments: targets.sorted())
    func files(target: String) throws {
        let call = try Regex(Self.fileCalls)
        for (file, text) in try Self.files(of: target) {
            let lines = text.split(separator: "\n").filter { line in
                !line.drop { $0 == " " }.hasPrefix("//") && line.contains(call) && !Self.isExcused(target, line)
            }
            #expect(lines == [], "\(file)")
        }
    }

    /// The targets that read a stranger's bytes, and their only files with unchecked pointers: the handles of memory, and what
    /// learners walk over.
    private static let handles: [String: Set<String>] = [
        "MailArchive": [
            "Bytes/ByteWindow.swift", "Bytes/DovecotLZ4Decoder.swift", "Bytes/GzipDecoder.swift",
            "Bytes/LZ4FrameDecoder.swift", "Bytes/XZDecoder.swift", "Bytes/ZstdDecoder.swift",
            "Folders/FolderEntries.swift",
        ],
        "MailFeatures": ["Bytes/ScratchArray.swift", "Bytes/ScratchBytes.swift", "Vector/FeatureVector.swift"],
        "MailMessage": [
            "Bytes/OutputSpan+Bytes.swift", "Bytes/Span+Bytes.swift", "Charset/Iconv.swift",
            "Containers/Inflation.swift", "Trust/MessageDigests.swift",
        ],
        "MailServerLogs": [],
        "MilterProtocol": [],
        "NameLookup": [],
        "SenderLists": [],
        "SpamdProtocol": [],
    ]

    @Test("unchecked pointers stay in the handles of memory", arguments: handles.keys.sorted())
    func pointers(target: String) throws {
        let pointer = /Unsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer|withUnsafe|unsafeBitCast|unsafelyUnwrapped/
        for (file, text) in try Self.files(of: target) where Self.handles[target]?.contains(file) == false {
            #expect(text.split(separator: "\n").filter { $0.contains(pointer) } == [], "\(file)")
        }
    }

    @Test("what reads a stranger's bytes is compiled with strict memory safety", arguments: handles.keys.sorted())
    func strictMemorySafety(target: String) throws {
        let package = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let targets = package.components(separatedBy: ".target(")
        let settings = try #require(
            targets.first { $0.drop { $0.isWhitespace }.hasPrefix(#"name: "\#(target)","#) })
        #expect(settings.contains("swiftSettings: memorySafeSettings"))
    }

    @Test("what the compiler is told to believe of threads has its reason beside it", arguments: targets.sorted())
    func uncheckedSendable(target: String) throws {
        for (file, text) in try Self.files(of: target) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                #expect(lines[max(0, index - 6)..<index].contains { $0.contains("// SAFETY: ") }, "\(file): \(line)")
            }
        }
    }

    /// The modules that each Swift file of a target imports.
    private static func imports(of target: String) throws -> [(file: String, modules: Set<String>)] {
        try files(of: target).map { file, text in
            let lines = text.matches(
                of: /(?m)^(?:public |package |internal )?import (?:(?:struct|enum|func|class) )?(\w+)/)
            return (file, Set(lines.map { String($0.1) }))
        }
    }

    /// The Swift files of a target, without those that a script has generated.
    private static func files(of target: String) throws -> [(file: String, text: String)] {
        let folder = sources.appendingPathComponent(target)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") && !$0.hasSuffix(".generated.swift") }.map { file in
            (file, try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8))
        }
    }
}
