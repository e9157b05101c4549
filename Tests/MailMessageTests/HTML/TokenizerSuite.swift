// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport

/// A case of html5lib's suite of tokenizers: bytes, a state to begin in, and the tokens that are to come.
struct TokenizerCase: Sendable {
    let name: String
    let input: [UInt8]
    let model: HTMLTokenizer.ContentModel
    let lastStartTag: String
    let expected: [String]

    /// The cases of a file, one for each state that it names.
    static func all(in file: String) throws -> [TokenizerCase] {
        try JSON(contentsOf: SharedFiles.path("html5/tokenizer/" + file))["tests"].elements.enumerated().flatMap {
            number, test in
            let isEscaped = test["doubleEscaped"].bool == true
            let text = { (json: JSON) in
                isEscaped ? unescaped(json.string ?? "") : json.string ?? ""
            }
            let states = test["initialStates"].elements.compactMap(\.string)
            return (states.isEmpty ? ["Data state"] : states).map { state in
                TokenizerCase(
                    name: "\(file) #\(number + 1) \(test["description"].string ?? "") (\(state))",
                    input: Array(text(test["input"]).utf8), model: model(of: state),
                    lastStartTag: test["lastStartTag"].string ?? "",
                    expected: test["output"].elements.map { describe($0, text) })
            }
        }
    }

    private static func model(of state: String) -> HTMLTokenizer.ContentModel {
        switch state {
        case "PLAINTEXT state": .plainText
        case "RCDATA state": .rcdata
        case "RAWTEXT state": .rawText
        case "Script data state": .scriptData
        case "CDATA section state": .cdata
        default: .data
        }
    }

    /// A token of the suite, as a line; of a DOCTYPE only the name, for nothing reads more.
    private static func describe(_ token: JSON, _ text: (JSON) -> String) -> String {
        let parts = token.elements
        switch parts[0].string {
        case "StartTag":
            guard case .object(let attributes) = parts[2] else { return "?" }
            let named = attributes.map { (text(.string($0.key)), text($0.value)) }
            return start(text(parts[1]), named, parts.count > 3 && parts[3].bool == true)
        case "EndTag": return "</" + text(parts[1])
        case "Comment": return "!" + text(parts[1])
        case "DOCTYPE": return "DOCTYPE " + text(parts[1])
        default: return "\"" + text(parts[1])
        }
    }

    private static func start(_ name: String, _ attributes: [(String, String)], _ isSelfClosing: Bool) -> String {
        let list = attributes.map { " \($0)=\($1)" }.sorted().joined()
        return "<" + name + list + (isSelfClosing ? " /" : "")
    }

    /// `\uXXXX` in a text that was escaped twice.
    private static func unescaped(_ text: String) -> String {
        (try? JSON(Array("\"\(text)\"".utf8)))?.string ?? text
    }

    // MARK: What we read

    var actual: [String] {
        let page = input.span
        var tokenizer = HTMLTokenizer(end: page.count)
        tokenizer.contentModel = model
        tokenizer.lastStartTag = HTMLName(lastStartTag)
        var tokens: [String] = []
        while true {
            let model = tokenizer.contentModel
            switch tokenizer.next(in: page) {
            case .end: return tokens
            case .text:
                let keepsNUL = model == .data || model == .cdata
                let resolves = model == .data || model == .rcdata
                let characters = Self.text(page, tokenizer.content, resolves: resolves, keepsNUL: keepsNUL)
                if let last = tokens.last, last.hasPrefix("\"") {
                    tokens[tokens.count - 1] = last + characters
                } else {
                    tokens.append("\"" + characters)
                }
            case .startTag:
                let name = Self.name(page, tokenizer.content)
                var attributes: [(String, String)] = []
                while tokenizer.nextAttribute(in: page) {
                    let attribute = Self.name(page, tokenizer.attributeNameRange)
                    guard !attributes.contains(where: { $0.0 == attribute }) else { continue }
                    let value = Self.text(page, tokenizer.attributeValue, resolves: true, isInAttribute: true)
                    attributes.append((attribute, value))
                }
                if tokenizer.isTagComplete { tokens.append(Self.start(name, attributes, tokenizer.isSelfClosing)) }
            case .endTag:
                let name = Self.name(page, tokenizer.content)
                while tokenizer.nextAttribute(in: page) {}
                if tokenizer.isTagComplete { tokens.append("</" + name) }
            case .comment: tokens.append("!" + Self.text(page, tokenizer.content))
            case .doctype:
                let space: Set<UInt8> = [0x09, 0x0a, 0x0c, 0x20]
                let content = Self.text(page, tokenizer.content).utf8.drop { space.contains($0) }
                    .prefix { !space.contains($0) }
                tokens.append("DOCTYPE " + Self.lowercased(String(decoding: Array(content), as: UTF8.self)))
            }
        }
    }

    private static func text(
        _ page: Span<UInt8>, _ range: Range<Int>, resolves: Bool = false, keepsNUL: Bool = false,
        isInAttribute: Bool = false
    ) -> String {
        var bytes: [UInt8] = []
        CharacterReference.appendResolved(
            page, range, isInAttribute: isInAttribute, resolvesReferences: resolves, keepsNUL: keepsNUL, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func name(_ page: Span<UInt8>, _ range: Range<Int>) -> String { lowercased(text(page, range)) }

    private static func lowercased(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 })
        )
    }
}
