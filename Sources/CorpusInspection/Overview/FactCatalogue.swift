// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailMessage

/// The facts that features tell, and how: by the hashes of texts that are known beforehand.
///
/// No mail is read: whoever has the key can ask a store. What no list here names is not told.
package struct FactCatalogue: Sendable {
    /// All facts; a fact's number is its place.
    package private(set) var facts: [Fact] = []
    private var numbers: [Fact: UInt16] = [:]
    /// By view, which facts a feature tells.
    private var structure: [UInt32: [UInt16]] = [:]
    private var attachments: [UInt32: [UInt16]] = [:]
    private var header: [UInt32: [UInt16]] = [:]
    /// The languages that a word belongs to.
    private var words: [UInt32: [UInt16]] = [:]
    private var noAttachments: UInt32 = 0
    private var attachment: UInt16 = 0

    /// So many different words of a language must be in a text.
    private static let fewestWords = 3

    /// Prepares a catalogue.
    package init(key: SiteKey) {
        let names = FeatureNames(key: key)
        addParts(names)
        for defect in Defects.allNames { add(Fact(.defect, defect.name), names.structure("defect=" + defect.name)) }
        for name in Self.extensions {
            let hash = names.attachment("extension=" + name)
            attachments[hash, default: []].append(number(of: Fact(.attachment, name)))
        }
        attachments[names.attachment("holds encrypted"), default: []].append(number(of: Fact(.content, "encrypted")))
        noAttachments = names.attachment("attachments=0")
        attachment = number(of: Fact(.content, "attachment"))
        for (client, word) in Self.clients {
            for field in ["x-mailer", "user-agent"] {
                header[names.word(word, inField: field), default: []].append(number(of: Fact(.client, client)))
            }
        }
        for field in Self.fields {
            header[names.field(field), default: []].append(number(of: Fact(.field, field)))
        }
        for (language, list) in Self.stopWords {
            let fact = number(of: Fact(.language, language))
            for word in list.split(separator: " ") { words[names.word(String(word)), default: []].append(fact) }
        }
    }

    /// The facts of a message, by their numbers, in ascending order.
    package func facts(of features: FeatureVector) -> [UInt16] {
        var found: Set<UInt16> = []
        func collect(_ view: FeatureView, _ table: [UInt32: [UInt16]]) {
            features.withView(view) { hashes in
                for hash in hashes { if let facts = table[hash] { found.formUnion(facts) } }
            }
        }
        collect(.structure, structure)
        collect(.headerWords, header)
        collect(.attachments, attachments)
        if features.count(of: .attachments) > 0, !features.contains(noAttachments, in: .attachments) {
            found.insert(attachment)
        }
        if let language = language(of: features) { found.insert(language) }
        return found.sorted()
    }

    /// The language that most of the known words belong to, if they are enough and no other has as many.
    private func language(of features: FeatureVector) -> UInt16? {
        var counts: [UInt16: Int] = [:]
        features.withView(.words) { hashes in
            for hash in hashes { for language in words[hash] ?? [] { counts[language, default: 0] += 1 } }
        }
        guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.value >= Self.fewestWords,
            !counts.contains(where: { $0.key != best.key && $0.value == best.value })
        else { return nil }
        return best.key
    }

    private mutating func number(of fact: Fact) -> UInt16 {
        if let known = numbers[fact] { return known }
        let number = UInt16(facts.count)
        facts.append(fact)
        numbers[fact] = number
        return number
    }

    private mutating func add(_ fact: Fact, _ hash: UInt32) { structure[hash, default: []].append(number(of: fact)) }

    /// A part's type, encoding and charset are one feature: all that occur together.
    private mutating func addParts(_ names: FeatureNames) {
        for type in Self.types {
            let isText = type.hasPrefix("text/")
            for encoding in TransferEncoding.allCases {
                for charset in isText ? Self.charsets : [""] + Self.charsets.prefix(4) {
                    let hash = names.structure("part=\(type):\(encoding.rawValue):\(charset)")
                    add(Fact(.type, Self.shownTypes[type] ?? type), hash)
                    if isText { add(Fact(.charset, charset.isEmpty ? "none" : charset), hash) }
                    if let content = Self.contents[type] { add(Fact(.content, content), hash) }
                }
            }
        }
    }
}
