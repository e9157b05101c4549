// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// A `dovecot-acl` file: who may do what with a mailbox, a line each (RFC 4314).
package struct DovecotAccessList: Sendable, Equatable {
    /// To whom rights are given.
    package enum Identifier: Sendable, Hashable {
        /// Everybody, with a login or without.
        case anyone
        /// Everybody with a login.
        case authenticated
        /// The mailbox's owner.
        case owner
        /// A user.
        case user(String)
        /// A group.
        case group(String)
    }

    /// A line of it.
    package struct Entry: Sendable, Equatable {
        /// To whom.
        package var identifier: Identifier
        /// Which rights, as letters or words.
        package var rights: String
        /// Whether the line takes them away.
        package var isNegative: Bool
        /// Where it stands.
        package var place: ConfigurationPlace
    }

    /// The lines in order.
    package private(set) var entries: [Entry] = []
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// Reads a text.
    package init(text: String, path: String) {
        for (index, line) in text.physicalLines.enumerated() {
            var rest = line.withoutBlanks[...]
            if rest.isEmpty || rest.hasPrefix("#") { continue }
            let isNegative = rest.hasPrefix("-")
            if isNegative { rest.removeFirst() }
            let (name, rights) = Self.split(rest)
            guard let identifier = Self.identifier(name) else {
                problems.append(
                    ConfigurationError(
                        path: path, line: index + 1, problem: "it is not known to whom this gives rights"))
                continue
            }
            entries.append(
                Entry(
                    identifier: identifier, rights: rights, isNegative: isNegative,
                    place: ConfigurationPlace(path: path, line: index + 1)))
        }
    }

    private static func split(_ line: Substring) -> (name: String, rights: String) {
        if line.hasPrefix("\""), let quote = line.dropFirst().firstIndex(of: "\"") {
            let name = line[line.index(after: line.startIndex)..<quote]
            return (String(name), line[line.index(after: quote)...].withoutBlanks)
        }
        let end = line.firstIndex(where: \.isBlank) ?? line.endIndex
        return (String(line[..<end]), line[end...].withoutBlanks)
    }

    private static func identifier(_ name: String) -> Identifier? {
        switch name {
        case "anyone", "anonymous": return .anyone
        case "authenticated": return .authenticated
        case "owner": return .owner
        default:
            if name.hasPrefix("user=") { return .user(String(name.dropFirst(5))) }
            if name.hasPrefix("group=") { return .group(String(name.dropFirst(6))) }
            if name.hasPrefix("group-override=") { return .group(String(name.dropFirst(15))) }
            return nil
        }
    }

    /// Whether an entry lets its holder read messages.
    package static func letsRead(_ entry: Entry) -> Bool {
        if entry.isNegative { return false }
        if entry.rights.hasPrefix(":") { return entry.rights.words.contains { $0.contains("read") } }
        return entry.rights.prefix { !$0.isBlank }.contains("r")
    }
}
