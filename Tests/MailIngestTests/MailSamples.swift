// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import MailMessage
import TestSupport

/// Invented archives, and an extraction that needs no key: words of header and body, hashed by FNV-1a.
enum MailSamples {
    /// An mbox of so many messages of a class; each names its number.
    static func mbox(_ count: Int, isSpam: Bool) -> String {
        var generator = SplitMix64(seed: isSpam ? 2 : 1)
        let words = isSpam ? ["cheap", "pills", "winner", "casino"] : ["meeting", "minutes", "budget", "lunch"]
        return (0..<count).map { number in
            let text = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? "common\(Int.random(in: 0..<50, using: &generator))"
                    : words.randomElement(using: &generator) ?? ""
            }
            let day = number % 28 + 1
            return """
                From sender@example.com Mon Jan  1 00:00:00 2024
                Received: from a.example.com (a.example.com [192.0.2.1]) by mx.example.org with ESMTP id \(number); \
                \(day) Feb 2024 10:00:00 +0000
                From: sender\(number)@example.com
                Subject: number \(number) of \(words[0])
                Message-ID: <\(number).\(words[0])@example.com>

                \(text.joined(separator: " "))


                """
        }.joined()
    }

    /// Writes files into a folder of the test's own, which is removed afterwards.
    static func withFiles<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "spreu-training-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, content) in files {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        }
        return try body(folder)
    }

    /// Words of the whole message as words, neighbours as pairs.
    @Sendable static func extraction() -> (SiteMessage) -> FeatureVector {
        { message in
            let words = message.message.bytes.split { $0 <= 0x20 }.map { word in
                word.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            }
            let pairs = zip(words, words.dropFirst()).map { ($0 &* 31) ^ $1 }
            let views: [FeatureView: [UInt32]] = [.words: words, .wordPairs: pairs]
            var (hashes, starts): ([UInt32], [Int]) = ([], [0])
            for view in FeatureView.allCases {
                hashes += Set(views[view] ?? []).sorted()
                starts.append(hashes.count)
            }
            return FeatureVector(hashes: hashes, starts: starts)
        }
    }

    static func pipeline(threads: Int) -> MessagePipeline {
        MessagePipeline(
            options: MessagePipeline.Options(threads: threads), extraction: extraction)
    }
}
