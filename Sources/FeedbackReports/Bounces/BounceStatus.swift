// SPDX-License-Identifier: Apache-2.0

/// The codes of a failure: the enhanced status code, and the reply code of SMTP.
///
/// - SeeAlso: RFC 3463; RFC 5321, section 4.2.
struct BounceStatus {
    /// The enhanced status code that says most, such as `5.1.1`; nil: there is none.
    let code: String?
    /// The reply code, such as 550; nil: there is none.
    let reply: Int?

    /// Finds the codes.
    ///
    /// - Parameters:
    ///   - given: the field `Status`; nil: there is none.
    ///   - text: what else is said, in lower case.
    init(given: String?, text: String) {
        let field = given.flatMap { $0.firstMatch(of: Self.pattern).map { String($0.0) } }
        let said = text.prefix(4_000).firstMatch(of: Self.pattern).map { String($0.0) }
        // Servers that do not know better write 5.0.0, or 5.5.0 and the like; the remote host's words are closer to the cause.
        let isVague = field?.hasSuffix(".0.0") ?? true
        code = isVague ? said ?? field : field
        reply = text.prefix(4_000).firstMatch(of: /(?:^|[^0-9.])([45][0-5][0-9])(?:$|[^0-9.])/).flatMap { Int($0.1) }
    }

    private static var pattern: Regex<Substring> { /\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b(?!\.)/ }

    /// What the code alone says, where it says something.
    var reason: BounceClass? {
        guard let code, let dot = code.firstIndex(of: ".") else { return nil }
        switch String(code[code.index(after: dot)...]) {
        case "1.1", "1.3", "1.6", "1.10", "2.4": return .userUnknown
        case "1.2", "1.9", "4.4", "1.4": return .domainUnknown
        case "1.7", "1.8": return .policy
        case "2.1", "7.13": return .mailboxDisabled
        case "2.2": return .mailboxFull
        case "2.3", "3.4": return .tooLarge
        case "3.1", "3.5", "3.3", "4.3", "4.6", "3.0", "5.1", "5.2", "5.4", "5.5": return .systemError
        case "4.1", "4.2", "4.7", "4.0": return .unreachable
        case "4.5", "3.2", "5.3": return .rateLimited
        case "6.0", "6.1", "6.3", "6.9": return .content
        case "7.20", "7.21", "7.22", "7.23", "7.24", "7.26", "7.515": return .notAuthenticated
        case "7.25", "7.606", "7.650": return .blocked
        case "7.1", "7.0", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.9", "4.8": return .policy
        default: return nil
        }
    }
}
