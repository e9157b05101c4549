// SPDX-License-Identifier: Apache-2.0
package import DurableFiles

/// What a run leaves for the next: how far files were read, and the messages that were not finished.
///
/// A text file, a record a line; addresses and ids are keyed hashes, domains are plain.
///
///     spreu-logs 3 SEED
///     file HASH OFFSET TAIL TIME
///     message KEY FIRST LAST ORIGIN SIZE MESSAGE-ID PARENT CHILDREN FLAGS SENDER-DOMAIN NETWORK SOURCE
///         SOURCE-NETWORK
///     recipient ADDRESS TARGET STATE ARCHIVE TIME DOMAIN
package struct LogState: Sendable {
    /// What addresses and ids are hashed with.
    package var seed: UInt64
    /// How far each file was read, by the hash of its first line.
    package var places: [UInt64: LogPlace] = [:]
    var messages: [Saved] = []

    struct Saved: Sendable {
        var message: TrackedMessage
        var senderDomain: String
        var network: String
        var domains: [String]
    }

    /// Why a state cannot be used.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        /// The file.
        package var path: String
        /// The line; nil: the file cannot be read at all.
        package var line: Int?
        /// What is wrong.
        package var reason: String

        /// Where, what, what to do.
        package var description: String {
            let place = line.map { "\(path), line \($0)" } ?? path
            return "\(place): \(reason); remove it to count from the beginning of the files again"
        }
    }

    /// Up to the year 10000.
    private static let times = 0...253_402_300_800
    /// The most bytes of a state: 200,000 messages with some recipients each have less.
    private static let maxBytes = 256 << 20
    private static let maxOffset = Int.max / 2
    /// Logs that are remembered, those with the latest lines: rotated ones are deleted some day, and nobody says so.
    private static let maxPlaces = 1_000
    private static let magic = "spreu-logs 3 "

    /// Makes an empty state with a seed of its own.
    package init() { seed = UInt64.random(in: .min ... .max) }

    /// Takes what is not finished.
    package init(seed: UInt64, places: [UInt64: LogPlace], unfinished analysis: LogAnalysis) {
        self.seed = seed
        self.places = places
        messages = analysis.unfinished
    }

    /// Reads a state; nil where there is none.
    package static func read(_ path: String) throws(Problem) -> LogState? {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            if error.isMissing { return nil }
            throw Problem(path: path, line: nil, reason: error.reason)
        }
        return try LogState(String(decoding: bytes, as: UTF8.self)[...], path: path)
    }

    /// Reads a state that is part of another file.
    ///
    /// - Parameter linesBefore: the number of lines before it, for errors.
    package init(_ text: Substring, path: String, after linesBefore: Int = 0) throws(Problem) {
        seed = 0
        var number = 0
        // By bytes: a combining mark at a name's start would make one character with the blank before it.
        for line in text.utf8.split(separator: 0x0A) {
            number += 1
            if !read(line.split(separator: 0x20).map { Substring($0) }, isFirst: number == 1) {
                throw Problem(path: path, line: linesBefore + number, reason: "this is no state of `spreu logs`")
            }
        }
        guard number > 0 else { throw Problem(path: path, line: 1, reason: "this is no state of `spreu logs`") }
    }

    private mutating func read(_ words: [Substring], isFirst: Bool) -> Bool {
        func hash(_ index: Int) -> UInt64? { UInt64(words[index], radix: 16) }
        func integer(_ index: Int) -> Int? { Int(words[index]) }
        if isFirst {
            guard words.count == 3, words[0] == "spreu-logs", words[1] == "3", let seed = hash(2) else { return false }
            self.seed = seed
            return true
        }
        switch (words.first, words.count) {
        case ("file", 5):
            guard let head = hash(1), let offset = integer(2), let tail = hash(3), let time = integer(4),
                0...Self.maxOffset ~= offset, Self.times ~= time
            else { return false }
            places[head] = LogPlace(offset: offset, tail: tail, time: time)
        case ("message", 14):
            guard let key = hash(1), let first = integer(2), let last = integer(3),
                let origin = integer(4).flatMap({ UInt8(exactly: $0) }).flatMap({ MessageOrigin(rawValue: $0) }),
                let size = integer(5), let id = hash(6), let parent = hash(7), let children = Int32(words[8]),
                let flags = integer(9), 0...TrackedMessage.maxSize ~= size, children >= 0, Self.times ~= first,
                Self.times ~= last
            else { return false }
            var message = TrackedMessage(key: key, time: first)
            message.last = last
            message.origin = origin
            message.size = size
            message.messageID = id
            message.parent = parent
            message.openChildren = children
            guard let source = hash(12), let sourceNetwork = hash(13) else { return false }
            message.source = source
            message.sourceNetwork = sourceNetwork
            message.isRemoved = flags & 1 != 0
            message.wasDeferred = flags & 2 != 0
            message.isExpired = flags & 4 != 0
            messages.append(
                Saved(message: message, senderDomain: String(words[10]), network: String(words[11]), domains: []))
        case ("recipient", 7):
            guard let address = hash(1), let target = hash(2), !messages.isEmpty,
                let state = UInt8(words[3]).flatMap({ TrackedRecipient.State(rawValue: $0) }), let time = integer(5),
                Self.times ~= time
            else { return false }
            let recipient = TrackedRecipient(
                address: address, target: target, domain: 0, state: state, isArchive: words[4] == "1", time: time)
            messages[messages.count - 1].message.recipients.append(recipient)
            messages[messages.count - 1].domains.append(String(words[6]))
        default: return false
        }
        return true
    }

    /// Writes the state, for its owner alone, and never more than is read back.
    ///
    /// - Returns: how many messages there was no room for.
    @discardableResult
    package func write(to path: String) throws(DurableFileError) -> Int {
        let (text, leftOut) = text()
        try DurableFile.write(Array(text.utf8), to: path)
        return leftOut
    }

    /// The state as text, and how many messages there was no room for.
    package func text() -> (text: String, leftOut: Int) {
        var text = Self.magic + String(seed, radix: 16) + "\n"
        let latest = places.sorted { ($0.value.time, $0.key) > ($1.value.time, $1.key) }.prefix(Self.maxPlaces)
        for (head, place) in latest {
            text += "file \(String(head, radix: 16)) \(place.offset) \(String(place.tail, radix: 16)) \(place.time)\n"
        }
        var leftOut = 0
        for saved in messages {
            var record = ""
            Self.write(saved, to: &record)
            if text.utf8.count + record.utf8.count > Self.maxBytes {
                leftOut += 1
            } else {
                text += record
            }
        }
        return (text, leftOut)
    }

    private static func write(_ saved: Saved, to text: inout String) {
        let message = saved.message
        let flags = (message.isRemoved ? 1 : 0) | (message.wasDeferred ? 2 : 0) | (message.isExpired ? 4 : 0)
        text += "message \(String(message.key, radix: 16)) \(message.first) \(message.last) \(message.origin.rawValue)"
        text += " \(message.size) \(String(message.messageID, radix: 16)) \(String(message.parent, radix: 16))"
        text +=
            " \(message.openChildren) \(flags) \(word(saved.senderDomain)) \(word(saved.network))"
        text += " \(String(message.source, radix: 16)) \(String(message.sourceNetwork, radix: 16))\n"
        for (recipient, domain) in zip(message.recipients, saved.domains) {
            text += "recipient \(String(recipient.address, radix: 16)) \(String(recipient.target, radix: 16))"
            text += " \(recipient.state.rawValue) \(recipient.isArchive ? 1 : 0) \(recipient.time) \(word(domain))\n"
        }
    }

    /// A name without blanks, never empty.
    private static func word(_ name: String) -> String {
        let safe = name.unicodeScalars.map { $0.value <= 0x20 ? "?" : Character($0) }
        return safe.isEmpty ? "-" : String(safe)
    }
}

extension DurableFileError {
    /// Whether there is no such file.
    fileprivate var isMissing: Bool { FileStatus(path) == nil && call == "open" }
}

extension LogAnalysis {
    /// The messages that are not finished, for a next run.
    var unfinished: [LogState.Saved] {
        messages.keys.compactMap { key in
            messages.place(of: key).map { place in
                let message = messages[place]
                return LogState.Saved(
                    message: message, senderDomain: tables.senderDomains.names[Int(message.senderDomain)],
                    network: tables.networks.names[Int(message.network)],
                    domains: message.recipients.map { tables.recipientDomains.names[Int($0.domain)] })
            }
        }
    }

    /// Goes on with the messages of an earlier run.
    package mutating func resume(_ state: LogState) {
        for saved in state.messages where messages.place(of: saved.message.key) == nil {
            var message = saved.message
            message.senderDomain = Int32(tables.senderDomains.number(saved: saved.senderDomain))
            message.network = Int32(tables.networks.number(saved: saved.network))
            for index in message.recipients.indices {
                message.recipients[index].domain = Int32(tables.recipientDomains.number(saved: saved.domains[index]))
            }
            let wasRemoved = message.isRemoved
            message.isRemoved = false
            let place = messages.add(message)
            if message.messageID != 0 { messages.setMessageID(message.messageID, at: place) }
            if wasRemoved { messages.noteRemoval(at: place, time: message.last) }
        }
    }
}

extension NameTable {
    /// The number of a name that a state holds.
    fileprivate mutating func number(saved name: String) -> Int {
        switch name {
        case "-": return Self.others
        case "<>": return number(1) { "<>" }
        case "(local)": return number(2) { "(local)" }
        default:
            // As networks and domains are hashed: by what is before the mask.
            let bytes = Array(name.utf8)
            if name.hasSuffix(".0/24") { return number(bytes.span.hash(0..<bytes.count - 4)) { name } }
            if name.hasSuffix("::/48") { return number(bytes.span.hash(0..<bytes.count - 5, foldsCase: true)) { name } }
            return number(bytes.span.hash(0..<bytes.count, foldsCase: true)) { name }
        }
    }
}
