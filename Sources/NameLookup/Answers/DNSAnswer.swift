// SPDX-License-Identifier: Apache-2.0

/// What is known of a name and a type.
package struct DNSAnswer: Sendable, Hashable {
    /// The records of that type, those that an alias leads to included.
    package var records: [DNSData]
    /// The names that aliases led to, in order.
    package var aliases: [String]
    /// Whether there is no such name, rather than no record of the type.
    package var isNoSuchName: Bool
    /// Whether the server says that DNSSEC proves it.
    package var isAuthenticated: Bool
    /// How long it may be believed.
    package var seconds: UInt32

    /// Makes an answer.
    package init(
        _ records: [DNSData], aliases: [String] = [], isNoSuchName: Bool = false, isAuthenticated: Bool = false,
        seconds: UInt32 = 0
    ) {
        (self.records, self.aliases, self.isNoSuchName) = (records, aliases, isNoSuchName)
        (self.isAuthenticated, self.seconds) = (isAuthenticated, seconds)
    }

    /// That there is no such name.
    package static let noSuchName = DNSAnswer([], isNoSuchName: true)
    /// That the name has no such record.
    package static let noData = DNSAnswer([])
}

/// Why nothing is known.
package enum DNSFailure: Error, Sendable, Hashable {
    /// Nobody answered in time.
    case noReply
    /// The server refuses to answer.
    case refused
    /// The server could not find out (SERVFAIL), as where DNSSEC fails.
    case serverFailed
    /// The server answers with another code.
    case code(Int)
    /// The answer breaks the rules, or a limit.
    case malformed
    /// The name cannot be asked for.
    case badName
    /// The resolver could not be set up.
    case noResolver
}

extension DNSAnswer {
    /// The most records of an answer that are read, and aliases that are followed.
    package static let (maxRecords, maxAliases) = (256, 8)
    /// The most seconds that are believed: a day.
    package static let maxSeconds: UInt32 = 86_400
    /// How long "not there" is believed without a word on it.
    private static let negativeSeconds: UInt32 = 60

    /// Reads a message (RFC 1035, section 4).
    ///
    /// Whatever the bytes are, it neither reads beyond them nor takes more than a pass over them for each record.
    package init(_ bytes: Span<UInt8>, to question: DNSQuestion) throws(DNSFailure) {
        var reader = DNSReader()
        _ = try reader.number16(bytes)
        let flags = try reader.number16(bytes)
        // It has to be an answer, to a plain question, and whole.
        guard flags & 0x8000 != 0, flags & 0x7800 == 0, flags & 0x0200 == 0 else { throw .malformed }
        switch flags & 0xf {
        case 0, 3: break
        case 2: throw .serverFailed
        case 5: throw .refused
        case let code: throw .code(Int(code))
        }
        let (questions, answers) = (try reader.number16(bytes), try reader.number16(bytes))
        let authorities = try reader.number16(bytes)
        _ = try reader.number16(bytes)
        guard questions == 1, try reader.name(bytes) == question.name,
            try reader.number16(bytes) == question.type.rawValue, try reader.number16(bytes) == 1
        else { throw .malformed }
        guard Int(answers) + Int(authorities) <= Self.maxRecords else { throw .malformed }
        var records: [DNSRecord] = []
        for _ in 0..<answers { if let record = try reader.record(bytes) { records.append(record) } }
        var negative = Self.negativeSeconds
        for _ in 0..<authorities {
            if let record = try reader.record(bytes), case .authority(let seconds) = record.data {
                negative = min(record.seconds, seconds)
            }
        }
        self.init(records, to: question, isNoSuchName: flags & 0xf == 3, negativeSeconds: negative)
        isAuthenticated = flags & 0x20 != 0
    }

    /// Takes of records what answers a question, over aliases.
    private init(
        _ all: [DNSRecord], to question: DNSQuestion, isNoSuchName: Bool, negativeSeconds: UInt32
    ) {
        var (name, aliases, seconds): (String, [String], UInt32) = (question.name, [], Self.maxSeconds)
        if question.type != .cname {
            while aliases.count < Self.maxAliases,
                let record = all.first(where: { $0.name == name && $0.data.type == .cname }),
                case .alias(let target) = record.data
            {
                seconds = min(seconds, record.seconds)
                aliases.append(target)
                name = target
            }
        }
        let found = all.filter { $0.name == name && $0.data.type == question.type }
        seconds = found.reduce(found.isEmpty ? min(seconds, negativeSeconds) : seconds) { min($0, $1.seconds) }
        self.init(
            found.map(\.data), aliases: aliases, isNoSuchName: isNoSuchName && found.isEmpty, seconds: seconds)
    }
}
