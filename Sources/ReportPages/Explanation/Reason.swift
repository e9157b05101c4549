// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailMessage

/// What of a message speaks for spam or for ham: the features that mean the same to a person.
///
/// Words are told apart by what they speak for, so that a word of spam and one of ham do not cancel each other out.
public enum Reason: Hashable, Sendable {
    /// What every message starts from.
    case base
    /// What turns ranks into log-odds.
    case calibration
    /// Somebody of the site has written to the sender.
    case knownSender
    /// Header and content contradict each other.
    case contradiction
    /// A field of the header, by its name.
    case field(String)
    /// Servers that passed the message on.
    case route
    /// Words of the subject.
    case subject(isSpam: Bool)
    /// Words of the visible text.
    case text(isSpam: Bool)
    /// Text that is hidden from the reader.
    case hiddenText
    /// How the HTML is made.
    case markup
    /// Links to a domain or an address.
    case link(String)
    /// Links that show another domain than they lead to, by the one shown.
    case deceptiveLink(String)
    /// What links look like, and how many there are.
    case links
    /// Files that are attached.
    case attachments
    /// How the addresses of the sender fit together.
    case sender
    /// What is wrong with the message's form.
    case defects
    /// Fields that a message should have.
    case missingFields
    /// What the HTML does beside showing text.
    case behaviour
    /// Tricks against filters.
    case tricks
    /// The parts, and how much there is of each thing.
    case form
    /// All that is too little to be told one by one.
    case others
}

extension Reason {
    /// To which reason a feature belongs.
    package init(_ span: FeatureSpan, contribution: Double) {
        switch span.view {
        case .headerGrams, .headerWords, .headerPairs:
            // A pair of two fields' names has no field of its own.
            let bytes = span.label.isEmpty ? span.text.prefix { $0 != UInt8(ascii: " ") } : span.label[...]
            let name = String(decoding: bytes, as: UTF8.self).lowercased()
            self = name == "subject" ? .subject(isSpam: contribution > 0) : .field(name)
        case .receivedPath: self = .route
        case .subject: self = .subject(isSpam: contribution > 0)
        case .textGrams, .words, .wordPairs: self = .text(isSpam: contribution > 0)
        case .hiddenText: self = .hiddenText
        case .skeleton: self = .markup
        case .links: self = Reason(link: span.text)
        case .attachments: self = .attachments
        case .structure: self = Reason(structure: span.text)
        }
    }

    private init(link text: [UInt8]) {
        let (name, value) = Self.parts(of: text)
        switch name {
        case "host": self = .link(String(decoding: HostName(value).domain, as: UTF8.self))
        case "domain", "net": self = .link(String(decoding: value, as: UTF8.self))
        case "shows falsely": self = .deceptiveLink(String(decoding: value, as: UTF8.self))
        default: self = .links
        }
    }

    private init(structure text: [UInt8]) {
        let (name, _) = Self.parts(of: text)
        switch name {
        case "defect", "part defect", "cut": self = .defects
        case "missing": self = .missingFields
        case "html": self = .behaviour
        case "trick": self = .tricks
        case _ where Self.trickNames.contains { name.hasPrefix($0) }: self = .tricks
        case _ where Self.ofSender.contains { name.hasPrefix($0) }: self = .sender
        default: self = .form
        }
    }

    private static let ofSender = ["sender", "name ", "reply to", "id of", "id shape"]
    private static let trickNames = [
        "zero width", "soft hyphens", "turned", "mixed alphabets", "styled letters", "loose marks", "spelled out",
        "undecodable",
    ]

    /// What stands before and after a token's `=`.
    package static func parts(of token: [UInt8]) -> (name: String, value: ArraySlice<UInt8>) {
        let sign = token.firstIndex(of: UInt8(ascii: "=")) ?? token.endIndex
        return (String(decoding: token[..<sign], as: UTF8.self), token[sign...].dropFirst())
    }
}
