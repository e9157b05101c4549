// SPDX-License-Identifier: Apache-2.0

/// Reads declarations, such as `color: #fff; display: none !important`, and keeps those that can hide or show text.
///
/// A declaration whose value is not valid does not count, as if it were not there; nor does whatever is no declaration.
///
/// - SeeAlso: CSS Syntax Level 3, section 5.4.4 (a block's contents); CSS Cascade Level 5, section 6.
struct DeclarationParser {
    var tokens: CSSTokenizer
    /// Whether a `}` ends the declarations, as in a rule.
    let endsAtBrace: Bool
    /// Whether lengths may lack a unit, as they may in a page without a document type.
    let isQuirky: Bool

    init(_ tokens: CSSTokenizer, endsAtBrace: Bool, isQuirky: Bool) {
        (self.tokens, self.endsAtBrace, self.isQuirky) = (tokens, endsAtBrace, isQuirky)
    }

    /// Reads all declarations up to the end.
    mutating func read(_ css: Span<UInt8>, into declarations: inout [StyleDeclaration]) {
        while true {
            tokens.nextWord(css)
            switch tokens.kind {
            case .end: return
            case .closeBrace where endsAtBrace: return
            case .semicolon: continue
            case .identifier:
                let name = tokens.name
                tokens.nextWord(css)
                guard tokens.kind == .colon else {
                    if !skip(css) { return }
                    continue
                }
                if !readValue(of: StyleProperty.named(name), isCustom: name.isCustom, css, into: &declarations) {
                    return
                }
            default:
                // An at-rule, a nested rule, or rubbish: up to a semicolon or behind a block in braces.
                if !skip(css) { return }
            }
        }
    }

    /// Moves behind what the current token begins; false if the declarations end there.
    private mutating func skip(_ css: Span<UInt8>) -> Bool {
        while true {
            switch tokens.kind {
            case .end: return false
            case .closeBrace where endsAtBrace: return false
            case .semicolon: return true
            case .openBrace:
                tokens.skipBlock(css)
                return true
            case .openBracket, .openParenthesis, .function: tokens.skipBlock(css)
            default: break
            }
            tokens.next(css)
        }
    }

    /// Reads a value, from behind the colon on; false if the declarations end with it.
    private mutating func readValue(
        of property: StyleProperty?, isCustom: Bool, _ css: Span<UInt8>, into declarations: inout [StyleDeclaration]
    ) -> Bool {
        let start = tokens.index
        var end = start
        var isValid = property != nil
        var isImportant = false
        var hasVariable = false
        if property == nil { tokens.skipPlainValue(css) }
        var goesOn = true
        reading: while true {
            tokens.next(css)
            switch tokens.kind {
            case .end:
                goesOn = false
                break reading
            case .closeBrace where endsAtBrace:
                goesOn = false
                break reading
            case .semicolon: break reading
            case .whiteSpace: continue
            case .openBrace:
                tokens.skipBlock(css)
                if isCustom { continue }
                return true
            case .delimiter where tokens.delimiter == UInt8(ascii: "!"):
                if isImportant { isValid = false }
                tokens.nextWord(css)
                isImportant = tokens.kind == .identifier && tokens.name == Self.important
                if !isImportant {
                    isValid = false
                    if !skip(css) { return false }
                    break reading
                }
                continue
            case .function:
                if Self.variables.value(of: tokens.name) != nil { hasVariable = true }
                if tokens.skipBlock(css, lookingFor: Self.variables) { hasVariable = true }
            case .openBracket, .openParenthesis: tokens.skipBlock(css)
            case .badString, .badURL, .closeBracket, .closeParenthesis, .closeBrace: isValid = false
            default: break
            }
            // Nothing may follow `!important`.
            if isImportant { isValid = false }
            end = tokens.index
        }
        guard isValid, let property else { return goesOn }
        var value = StyleValueParser(
            CSSTokenizer(start..<end), property: property, isImportant: isImportant, isQuirky: isQuirky)
        if hasVariable {
            value.addUnknown(to: &declarations)
        } else {
            value.read(css, into: &declarations)
        }
        return goesOn
    }

    private static let important = CSSName("important")
    /// Functions that stand for what is written elsewhere.
    private static let variables = CSSNameTable([("var", 0), ("env", 0), ("attr", 0), ("if", 0)])
}
