// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// What a Sieve script sends elsewhere (RFC 5228, section 4.2; RFC 5435; Pigeonhole's external programs).
///
/// A command counts wherever it stands: whether its condition is ever met is not decided.
package struct SieveScript: Sendable, Equatable {
    /// A command that hands a message, or news of it, to somebody.
    package struct Sending: Sendable, Equatable {
        /// How.
        package enum Kind: String, Sendable {
            /// `redirect`: the message itself.
            case redirect
            /// `notify`: news of it, which may quote it.
            case notify
            /// `pipe`, `filter` or `execute`: the message to a program.
            case program
        }

        /// How.
        package var kind: Kind
        /// The address, the URI or the program, as it is written.
        package var target: String
        /// Whether the mailbox keeps a copy (`:copy`, RFC 3894, or `keep` beside it).
        package var copies: Bool
        /// Whether it is only known when a message comes: a variable, or a list (RFC 5229, RFC 6134).
        package var isVariable: Bool
        /// Where it stands.
        package var place: ConfigurationPlace
    }

    /// In the order of the script.
    package private(set) var sendings: [Sending] = []
    /// Other scripts that it includes (RFC 6609).
    package private(set) var included: [String] = []
    /// Why the rest of it was not read; nil: all was.
    package private(set) var problem: ConfigurationError?

    private struct Command {
        var name: String
        var line: Int
        var tags: Set<String> = []
        var strings: [String] = []
    }

    /// Reads a script.
    package init(text: String, path: String) {
        var lexer = SieveLexer(text)
        var command: Command?
        while let token = lexer.next() {
            switch token {
            case .identifier(let name):
                if command == nil { command = Command(name: name.lowercased(), line: lexer.line) }
            case .tag(let tag): command?.tags.insert(tag)
            case .string(let string): if (command?.strings.count ?? .max) < 1_000 { command?.strings.append(string) }
            case .number: break
            case .punctuation(let sign):
                guard sign == UInt8(ascii: ";") || sign == UInt8(ascii: "{") || sign == UInt8(ascii: "}") else { break }
                if let command { take(command, path) }
                command = nil
            }
        }
        if lexer.isBroken || command != nil {
            problem = ConfigurationError(
                path: path, line: lexer.line,
                problem: "the script cannot be read from here on: check it with 'sievec'")
        }
    }

    private mutating func take(_ command: Command, _ path: String) {
        let kind: Sending.Kind
        switch command.name {
        case "redirect": kind = .redirect
        case "notify": kind = .notify
        case "pipe", "filter", "execute": kind = .program
        case "include":
            if let name = command.strings.last { included.append(name) }
            return
        default: return
        }
        // A program's name comes first, before its arguments; an address or a URI last.
        guard let target = kind == .program ? command.strings.first : command.strings.last else { return }
        sendings.append(
            Sending(
                kind: kind, target: target, copies: command.tags.contains("copy"),
                isVariable: target.contains("${") || command.tags.contains("list"),
                place: ConfigurationPlace(path: path, line: command.line)))
    }
}
