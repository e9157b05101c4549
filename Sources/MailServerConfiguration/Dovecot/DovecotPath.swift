// SPDX-License-Identifier: Apache-2.0

/// A path with Dovecot's variables: `/var/vmail/sieve/%d/%n.sieve`, and whose a file is that lies there.
struct SievePath {
    /// As it is written: it names nobody, so it may be shown.
    let text: String
    private var parts: [Part] = []

    private enum Part: Equatable {
        case literal(String)
        case variable(Variable)
    }

    private enum Variable {
        case login
        case user
        case domain
        case other
    }

    /// The most variables; a path with more names nobody.
    private static let maxVariables = 8

    /// Reads `%d`, `%Ln` and `%{user | domain}`.
    init(_ text: String) {
        self.text = text
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            if percent > rest.startIndex { parts.append(.literal(String(rest[..<percent]))) }
            rest = rest[percent...].dropFirst()
            if rest.hasPrefix("{") {
                let end = rest.firstIndex(of: "}") ?? rest.endIndex
                parts.append(.variable(Self.variable(named: String(rest[..<end].dropFirst()))))
                rest = rest[end...].dropFirst()
            } else {
                // Modifiers stand before the letter: `%1Mn`, `%Ld`; of these only `L` keeps what it is.
                let letters = rest.drop { $0.isNumber || $0 == "." || $0 == "-" || $0.isUppercase }
                let modifiers = rest[..<letters.startIndex]
                parts.append(.variable(modifiers.allSatisfy { $0 == "L" } ? Self.variable(letters.first) : .other))
                rest = letters.dropFirst()
            }
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
    }

    private static func variable(_ letter: Character?) -> Variable {
        switch letter {
        case "u": .login
        case "n": .user
        case "d": .domain
        default: .other
        }
    }

    private static func variable(named text: String) -> Variable {
        switch text.filter({ !$0.isWhitespace }).replacing("|lower", with: "") {
        case "user": .login
        case "user|username", "username": .user
        case "user|domain", "domain": .domain
        default: .other
        }
    }

    /// A pattern of the shell's, with `*` in the place of variables.
    var pattern: String {
        parts.map { part in
            guard case .literal(let text) = part else { return "*" }
            return PersonalFiles.escaped(text)
        }.joined()
    }

    /// The logins whose file may lie at a path: `anna@example.org`, or `anna` where no domain is in it.
    func logins(at path: String) -> [String] {
        guard parts.count(where: { if case .variable = $0 { true } else { false } }) <= Self.maxVariables else {
            return []
        }
        var found: [String] = []
        match(parts[...], path[...], [:], &found)
        return found
    }

    private static let maxLogins = 64

    private func match(
        _ parts: ArraySlice<Part>, _ path: Substring, _ values: [Variable: Substring], _ found: inout [String]
    ) {
        guard found.count < Self.maxLogins else { return }
        guard let part = parts.first else {
            guard path.isEmpty else { return }
            let login =
                values[.login].map(String.init)
                ?? values[.user].map { user in values[.domain].map { "\(user)@\($0)" } ?? String(user) }
            if let login, !found.contains(login) { found.append(login) }
            return
        }
        switch part {
        case .literal(let text):
            if path.hasPrefix(text) { match(parts.dropFirst(), path.dropFirst(text.count), values, &found) }
        case .variable(let variable):
            var end = path.startIndex
            while end < path.endIndex, path[end] != "/" {
                end = path.index(after: end)
                // What follows must begin here: a part of a name is tried only where that can be.
                if case .literal(let next)? = parts.dropFirst().first, !path[end...].hasPrefix(next) { continue }
                let value = path[..<end]
                if variable != .other, let known = values[variable], known != value { continue }
                var values = values
                if variable != .other { values[variable] = value }
                match(parts.dropFirst(), path[end...], values, &found)
            }
        }
    }
}
