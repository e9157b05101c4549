// SPDX-License-Identifier: Apache-2.0

/// A parameter as it stands in the field: `filename*1*=...` is one piece of the parameter `filename`.
struct ParameterPiece {
    var name: String
    /// The place in a parameter continued over several pieces (`*1`), or nil.
    var section: Int?
    /// Whether the value is percent-encoded (a final `*`).
    var isExtended = false
    var value: [UInt8]

    /// Takes a name apart: `filename*1*`.
    init(name: String, value: [UInt8]) {
        self.value = value
        guard name.utf8.contains(ASCII.star) else {
            self.name = name
            return
        }
        var name = Substring(name)
        if name.last == "*" {
            name.removeLast()
            isExtended = true
        }
        if let star = name.lastIndex(of: "*"), let number = Int(name[name.index(after: star)...]), number >= 0 {
            section = number
            name = name[..<star]
        }
        self.name = String(name)
    }

    /// Joins the pieces of each parameter, in their order, and decodes them.
    ///
    /// Where a parameter stands in the plain and in the extended form, the extended one counts (RFC 6266, section 4.3; for
    /// mail, Thunderbird's `MIMEHeaderParamImpl`).
    static func join(_ pieces: [ParameterPiece], defects: inout Defects) -> ParameterList {
        var list = ParameterList()
        for (index, piece) in pieces.enumerated() where !piece.name.isEmpty {
            if let value = list[piece.name] {
                guard piece.section == nil else { continue }
                let isOtherForm = pieces[..<index].allSatisfy {
                    $0.name != piece.name || $0.isExtended != piece.isExtended || $0.section != nil
                }
                if !isOtherForm {
                    defects.insert(.malformedParameter)
                    if piece.name == "boundary" || piece.name == "charset" {
                        let other = piece.isWhole ? piece.value.asString : decoded([piece]).asString
                        if other != value { list.repeated.append(.init(name: piece.name, value: other)) }
                    }
                }
                continue
            }
            let own = piece.preferred(of: pieces[index...])
            let value = own.count == 1 && own[0].isWhole ? own[0].value : decoded(own)
            list.all.append(.init(name: piece.name, value: value.asString))
        }
        return list
    }

    /// The pieces of this one's name that make the value: one in the extended form, else those that are continued, else this.
    private func preferred(of pieces: ArraySlice<ParameterPiece>) -> [ParameterPiece] {
        if section == nil, isExtended { return [self] }
        let extended = pieces.first { $0.name == name && $0.isExtended && $0.section == nil }
        if section == nil, let extended { return [extended] }
        var continued = pieces.filter { $0.name == name && $0.section != nil }
        continued.sort { ($0.section ?? 0) < ($1.section ?? 0) }
        return continued.isEmpty ? [self] : Array(continued)
    }

    /// Whether the value stands as it is: in one piece, of printable ASCII, without a mark of encoded words.
    private var isWhole: Bool {
        guard section == nil, !isExtended else { return false }
        return value.allSatisfy { $0 &- 0x20 < 0x5f } && !EncodedWords.mayOccur(in: value.span)
    }

    private static func decoded(_ pieces: [ParameterPiece]) -> [UInt8] {
        guard pieces.contains(where: \.isExtended) else {
            let value = Array(pieces.map(\.value).joined())
            var text: [UInt8] = []
            EncodedWords.appendDecoded(value.span, spacing: .kept, to: &text, limit: .max)
            return text
        }
        var prefix: [UInt8] = []
        var charset: [UInt8] = []
        var octets: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            var value = piece.value[...]
            if index == 0, piece.isExtended, let declared = declaration(value) {
                charset = Array(declared.charset)
                prefix = charset + [ASCII.apostrophe]
                value = declared.rest
            } else if !prefix.isEmpty, value.starts(with: prefix) {
                // Broken senders name the charset again in each piece.
                value = value.dropFirst(prefix.count)
            }
            octets += piece.isExtended ? percentDecoded(value) : Array(value)
        }
        var text: [UInt8] = []
        _ = TextDecoding.append(octets.span, label: charset, isHTML: false, to: &text, limit: .max)
        return text
    }

    /// Takes `charset'language'value` apart, or `charset'value` if there is such a charset; nil if it is neither.
    private static func declaration(
        _ value: ArraySlice<UInt8>
    ) -> (charset: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        let parts = value.split(separator: ASCII.apostrophe, maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 { return (parts[0], parts[2]) }
        if parts.count == 2, Charset.named(Array(parts[0])) != nil { return (parts[0], parts[1]) }
        return nil
    }

    private static func percentDecoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == ASCII.percent, index + 2 < value.endIndex, let high = value[index + 1].hexValue,
                let low = value[index + 2].hexValue
            {
                octets.append(high << 4 | low)
                index += 3
            } else {
                octets.append(value[index])
                index += 1
            }
        }
        return octets
    }
}
