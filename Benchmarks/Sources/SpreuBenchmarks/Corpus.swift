// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailMessage

/// The mail that everything is measured on, in memory.
struct Corpus {
    /// What it is called in the table's caption.
    var name: String
    /// What the archive reader is given: expanded, if it was compressed.
    var sources: [String]
    /// The messages as the archives hold them.
    var messages: [[UInt8]] = []
    /// Their labels; where there are none, every other message is called spam.
    var classes: [MessageClass] = []
    /// A key that is the same in every run.
    let key: SiteKey

    var bytes: Int { messages.reduce(0) { $0 + $1.count } }

    /// Reads the sources, or without any the best corpus that lies beside the project.
    init(_ given: [String]) throws {
        let sources = given.isEmpty ? [Self.standard()] : given
        name = sources.map { $0.split(separator: "/").suffix(2).joined(separator: "/") }.joined(separator: ", ")
        self.sources = try sources.map(Self.expanded)
        guard let key = SiteKey(bytes: (0..<16).map { UInt8($0) }) else { throw CocoaError(.coderInvalidValue) }
        self.key = key
        for event in ArchiveReader(self.sources) {
            switch event {
            case .message(let message):
                let isSpam = message.label?.isSpam ?? !messages.count.isMultiple(of: 2)
                classes.append(isSpam ? .spam : .ham)
                messages.append(message.bytes)
            case .warning(let warning):
                FileHandle.standardError.write(Data("\(warning)\n".utf8))
            }
        }
    }

    /// A mailing list's archive, SpamAssassin's corpus, or the project's own sample: the first that is there.
    private static func standard() -> String {
        let project = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
        let shared = ProcessInfo.processInfo.environment["SPREU_SHARED"] ?? "\(project)/../shared"
        let candidates = [
            "\(shared)/corpora/lists/linux-mips-bulk.mbox.xz", "\(shared)/corpora/spamassassin/index",
            "\(project)/corpora/sample/index",
        ]
        return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? candidates[2]
    }

    /// The path itself, or of a compressed archive the path of an expanded copy, made once and kept.
    private static func expanded(_ path: String) throws -> String {
        guard path.hasSuffix(".xz") else { return path }
        let name = String(path.split(separator: "/").last ?? "").dropLast(3)
        let copy = NSTemporaryDirectory() + "spreu-benchmarks-\(getuid())-\(name)"
        guard !FileManager.default.fileExists(atPath: copy) else { return copy }
        guard FileManager.default.createFile(atPath: copy + ".part", contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let xz = Process()
        xz.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        xz.arguments = ["xz", "-dc", path]
        xz.standardOutput = FileHandle(forWritingAtPath: copy + ".part")
        try xz.run()
        xz.waitUntilExit()
        guard xz.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
        try FileManager.default.moveItem(atPath: copy + ".part", toPath: copy)
        return copy
    }

    /// The features of all messages.
    func features(_ views: FeatureViews) -> [FeatureVector] {
        var extractor = FeatureExtractor(key: key, options: FeatureOptions(views: views))
        return messages.map { extractor.extract(Message($0)) }
    }
}
