// SPDX-License-Identifier: Apache-2.0

/// Tricks by which spam hides its words from filters.
enum Evasion: CaseIterable {
    case none, zeroWidth, homoglyphs, letterSpacing, softHyphens, hiddenText, imageOnly, mixedCharsets

    static func apply(_ evasion: Evasion, to letter: inout Letter, _ studio: inout Studio) {
        switch evasion {
        case .none: break
        case .zeroWidth: sprinkle(["\u{200B}", "\u{200C}", "\u{2060}"], into: &letter, &studio)
        case .softHyphens: sprinkle(["\u{AD}"], into: &letter, &studio)
        case .homoglyphs:
            letter.text = onText(of: letter) { homoglyphs($0, &studio.random) }
            letter.subject = homoglyphs(letter.subject, &studio.random)
            letter.charset = "utf-8"
        case .letterSpacing:
            letter.subject = letter.subject.split(separator: " ").map { word in
                studio.random.chance(40) && word.count > 3 ? word.map(String.init).joined(separator: " ") : String(word)
            }.joined(separator: "  ")
        case .hiddenText:
            // Innocent sentences from wanted mail, unseen by the reader.
            let innocent = studio.letters.filter { !$0.isSpam && !$0.text.isEmpty && $0.language == letter.language }
            let words = innocent.isEmpty ? "" : studio.random.pick(innocent).text
            letter.text +=
                "\n"
                + words.split(separator: "\n").filter { !$0.hasPrefix("-- ") }.prefix(5).map { "~ \($0)\n" }
                .joined()
            letter.shape = .html
            letter.hiding = studio.random.int(0...4)
        case .imageOnly:
            let id = "img\(studio.random.hex(6))@\(letter.from.domain)"
            var picture = studio.document("offer\(studio.random.int(10...99)).png", kilobytes: 20...60)
            picture.contentID = id
            letter.attachments.append(picture)
            let target = Block.parse(letter.text).compactMap {
                if case .link(_, let target) = $0 { target } else { nil }
            }
            letter.text = "!img  | cid:\(id)\n=> . | \(target.first ?? "https://example.net/")"
            letter.shape = .html
        case .mixedCharsets:
            letter.charset = letter.language == .english ? "utf-8" : letter.charset
            letter.encoding = .base64
            letter.subject = letter.subject + " " + studio.random.pick(["✅", "⭐", "‼", "➡"])
        }
    }

    private static func sprinkle(_ marks: [Character], into letter: inout Letter, _ studio: inout Studio) {
        letter.charset = "utf-8"
        letter.text = onText(of: letter) { text in
            var result = ""
            for character in text {
                result.append(character)
                if character.isLetter && studio.random.chance(18) { result.append(studio.random.pick(marks)) }
            }
            return result
        }
    }

    /// Changes the words and leaves the lines' marks and addresses alone.
    private static func onText(of letter: Letter, _ change: (String) -> String) -> String {
        letter.text.split(separator: "\n").map { line in
            line.contains("| https://") || line.hasPrefix("~") || line.hasPrefix("!")
                ? String(line) : change(String(line))
        }.joined(separator: "\n")
    }

    private static func homoglyphs(_ text: String, _ random: inout SplitMix64) -> String {
        let twins: [Character: Character] = [
            "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "i": "і", "A": "А", "B": "В", "K": "К",
            "O": "0",
        ]
        return String(
            text.map { character in
                if let twin = twins[character], random.chance(45) { return twin }
                return character
            })
    }
}
