// SPDX-License-Identifier: Apache-2.0

/// Text with choices and gaps: `{Hello|Good morning} [name]` becomes `Good morning Anna`.
///
/// Choices nest. A gap without a value stays as it is, so that `[sample-dev]` may stand in a subject.
enum Phrase {
    static func expand(_ template: String, _ values: [String: String], _ random: inout SplitMix64) -> String {
        let characters = Array(template)
        var position = 0
        let text = choices(characters, &position, depth: 0, &random)
        return fill(text, values)
    }

    /// Puts values into gaps, without making choices.
    static func fill(_ template: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "[") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "]") else { break }
            let name = String(rest[rest.index(after: open)..<close])
            if let value = values[name] {
                result += value
                rest = rest[rest.index(after: close)...]
            } else {
                result += "["
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// Reads up to the end, or to the `|` or `}` that ends an alternative, and leaves `position` on it.
    private static func choices(
        _ text: [Character], _ position: inout Int, depth: Int, _ random: inout SplitMix64
    ) -> String {
        var result = ""
        while position < text.count {
            let character = text[position]
            if character == "{" {
                var alternatives: [String] = []
                repeat {
                    position += 1
                    alternatives.append(choices(text, &position, depth: depth + 1, &random))
                } while position < text.count && text[position] == "|"
                result += random.pick(alternatives)
            } else if depth > 0 && (character == "|" || character == "}") {
                return result
            } else {
                result.append(character)
            }
            position += 1
        }
        return result
    }
}
