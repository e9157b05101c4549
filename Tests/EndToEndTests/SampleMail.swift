// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A message of the sample corpus, to be stored as other sites, filters and mailboxes would have stored it.
struct SampleMail: Sendable {
    let isSpam: Bool
    var bytes: Data

    /// The whole corpus in time order, as delivery left it, with LF at all line ends.
    static func all() throws -> [SampleMail] {
        try SampleCorpus.index().map { label, path in
            SampleMail(isSpam: label == "spam", bytes: Data(try SampleCorpus.data(path).filter { $0 != 13 }))
        }
    }

    /// The corpus from its first message, which is ham, to the last ham.
    ///
    /// A model states when its first and its last message were received: plants on spam alone do not touch these.
    static func betweenHam() throws -> [SampleMail] {
        let all = try all()
        return all.lastIndex { !$0.isSpam }.map { Array(all[...$0]) } ?? all
    }

    /// The message as a milter sees it: without the fields that the site's servers put on top.
    var arrived: SampleMail {
        var rest = bytes[...]
        while true {
            let field = Self.firstField(of: rest)
            guard Self.isOfDelivery(String(decoding: field, as: UTF8.self)) else { break }
            rest = rest[field.endIndex...]
        }
        return SampleMail(isSpam: isSpam, bytes: Data(rest))
    }

    /// The bytes as text, for a look; bytes that are no UTF-8 are lost.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The message with lines in front of its header.
    func withOnTop(_ lines: String) -> SampleMail {
        SampleMail(isSpam: isSpam, bytes: Data((lines + "\n").utf8) + bytes)
    }

    /// The message with lines behind its header, where mailboxes write.
    func withBelow(_ lines: String) -> SampleMail {
        guard let end = bytes.range(of: Data("\n\n".utf8)) else { return self }
        var planted = self
        planted.bytes.insert(contentsOf: Data((lines + "\n").utf8), at: end.lowerBound + 1)
        return planted
    }

    /// The message with whole words exchanged, as they are or in small letters.
    ///
    /// Bytes beyond ASCII are parts of words.
    func exchanging(_ words: [String: String]) -> SampleMail {
        var result = Data()
        var word = Data()
        func finish() {
            let text = String(decoding: word, as: UTF8.self)
            if let other = words[text] {
                result += Data(other.utf8)
            } else if let other = words.first(where: { $0.key.lowercased() == text })?.value {
                result += Data(other.lowercased().utf8)
            } else {
                result += word
            }
            word.removeAll(keepingCapacity: true)
        }
        for byte in bytes {
            if byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 {
                word.append(byte)
            } else {
                finish()
                result.append(byte)
            }
        }
        finish()
        return SampleMail(isSpam: isSpam, bytes: result)
    }

    /// The first field with the lines that continue it.
    private static func firstField(of header: Data) -> Data {
        var end = header.startIndex
        repeat {
            end = header[end...].firstIndex(of: 10).map { $0 + 1 } ?? header.endIndex
        } while end < header.endIndex && (header[end] == 0x20 || header[end] == 0x09)
        return header[..<end]
    }

    private static func isOfDelivery(_ field: String) -> Bool {
        let names = ["Return-Path:", "Delivered-To:", "Authentication-Results: mx.musterhof", "X-Spam-Score:"]
        return names.contains { field.hasPrefix($0) }
            || (field.hasPrefix("Received:") && field.contains(/by (mx|imap)\.musterhof/))
    }
}

/// A model trained from mail in a folder of its own, with the key of ``Spreu``.
final class TrainedModel: Sendable {
    private let folder: ScratchFolder
    private let options: [String]

    /// Trains from messages in their order; `options` are for reading, and used in classifying too.
    convenience init(_ mail: [SampleMail], _ options: [String] = []) throws {
        try self.init(options) { folder in ["--index", try Self.write(mail, to: folder)] }
    }

    /// Trains from what `store` writes into a folder; it returns the arguments that name it.
    init(_ options: [String] = [], store: (ScratchFolder) throws -> [String]) throws {
        folder = try ScratchFolder()
        self.options = options
        let sources = try store(folder)
        let outcome = try Spreu.run(["train", "--output", folder.path("model")] + sources + options)
        guard outcome.code == 0 else { throw Spreu.Untrained(reason: outcome.errors) }
    }

    /// The model file's bytes.
    var bytes: Data { get throws { try Spreu.data(path) } }

    /// The model file.
    var path: String { folder.path("model") }

    /// The log-odds of messages, in their order.
    func scores(of mail: [SampleMail]) throws -> [Double] {
        let folder = try ScratchFolder()
        let index = try Self.write(mail, to: folder)
        let outcome = try Spreu.run(["classify", "--json", "--model", path, index] + options)
        return try outcome.text.split(separator: "\n").map { line in
            guard case .number(let score) = try JSON(Array(line.utf8))["logOdds"] else { return .nan }
            return score
        }
    }

    private static func write(_ mail: [SampleMail], to folder: ScratchFolder) throws -> String {
        var index = ""
        for (number, message) in mail.enumerated() {
            try message.bytes.write(to: URL(fileURLWithPath: folder.path("\(number).eml")))
            index += "\(message.isSpam ? "spam" : "ham") \(number).eml\n"
        }
        try Data(index.utf8).write(to: URL(fileURLWithPath: folder.path("index")))
        return folder.path("index")
    }
}
