// SPDX-License-Identifier: Apache-2.0
import Yams

/// A mapping in a YAML file from which keys are taken one by one; any left over is a mistake.
///
/// Every error names the file and the line, since configurations are mostly written once and in a hurry.
package struct ConfigurationSection {
    /// How errors name the keys of a section.
    package enum Naming: Sendable {
        /// With the sections around it: `'policy.reject'`.
        case path
        /// With its place: `'reject' in policy`.
        case place
    }

    private let path: String
    private let naming: Naming
    /// What the section is called, by the naming; empty for the whole file.
    private let name: String
    private let line: Int?
    private var values: [String: Node] = [:]
    private var lines: [String: Int] = [:]
    private var known: [String] = []

    /// Reads a file's text.
    package init(path: String, text: String, naming: Naming = .path) throws(ConfigurationError) {
        let root: Node?
        do {
            // Windows editors begin a file with a byte-order mark.
            root = try Yams.compose(yaml: text.hasByteOrderMark ? String(text.unicodeScalars.dropFirst()) : text)
        } catch let error as YamlError {
            throw ConfigurationSection.unreadable(error, path: path)
        } catch {
            throw ConfigurationError(path: path, line: nil, problem: "not valid YAML")
        }
        // An empty file is an empty mapping: the required keys will be reported missing.
        try self.init(root.flatMap { $0.null == nil ? $0 : nil } ?? .mapping([:]), name: "", path: path, naming: naming)
    }

    private init(_ node: Node, name: String, path: String, naming: Naming) throws(ConfigurationError) {
        self.path = path
        self.naming = naming
        self.name = name
        line = node.mark?.line
        guard let mapping = node.mapping else {
            let place = name.isEmpty ? "the file" : "'\(name)'"
            throw error("\(place) is not a mapping: expected lines of 'key: value'")
        }
        for (key, value) in mapping {
            guard let text = key.scalar?.string else {
                throw ConfigurationError(path: path, line: key.mark?.line, problem: "a key must be a word")
            }
            guard values[text] == nil else {
                throw ConfigurationError(
                    path: path, line: key.mark?.line, problem: "\(label(text)) is given twice; remove one of them")
            }
            values[text] = value
            lines[text] = key.mark?.line
        }
    }

    private static func unreadable(_ error: YamlError, path: String) -> ConfigurationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationError(
                path: path, line: mark.line, problem: "\(problem); correct the YAML (are colons followed by a space?)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "'\($0)'" }.sorted().joined(separator: ", ")
            return ConfigurationError(
                path: path, line: context.mark.line, problem: "\(keys) is given twice; remove one of them")
        default:
            return ConfigurationError(path: path, line: nil, problem: "not valid YAML")
        }
    }

    private func label(_ key: String) -> String {
        switch naming {
        case _ where name.isEmpty: "'\(key)'"
        case .path: "'\(name).\(key)'"
        case .place: "'\(key)' in \(name)"
        }
    }

    /// An error about the section as a whole.
    package func error(_ problem: String) -> ConfigurationError {
        ConfigurationError(path: path, line: line, problem: problem)
    }

    /// An error about a key's value.
    package func error(_ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(path: path, line: lines[key] ?? line, problem: "\(label(key)): \(problem)")
    }

    /// Whether a key is given.
    package func has(_ key: String) -> Bool { values[key] != nil }

    /// Whether a key's value is a text rather than a list or a section.
    package func isText(_ key: String) -> Bool {
        guard let node = values[key], node.null == nil else { return false }
        return node.scalar != nil
    }

    private mutating func take(_ key: String) -> Node? {
        known.append(key)
        guard let node = values[key], node.null == nil else { return nil }
        return node
    }

    /// Takes a text.
    package mutating func string(_ key: String) throws(ConfigurationError) -> String? {
        guard let node = take(key) else { return nil }
        guard let scalar = node.scalar, !scalar.string.isEmpty else { throw error(key, "write one word or text here") }
        guard !scalar.string.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw error(key, "control characters and line breaks are not allowed here")
        }
        return scalar.string
    }

    /// Takes an absolute path.
    package mutating func filePath(_ key: String) throws(ConfigurationError) -> String? {
        guard let text = try string(key) else { return nil }
        guard text.hasPrefix("/") else {
            throw error(key, "'\(text)' is not an absolute path; begin it with /")
        }
        return text
    }

    /// Takes one text or a list of them.
    package mutating func strings(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let node = take(key) else { return nil }
        if let scalar = node.scalar, !scalar.string.isEmpty { return [scalar.string] }
        guard let sequence = node.sequence else { throw error(key, "write a list here, such as [one, two]") }
        var texts: [String] = []
        for element in sequence {
            guard let scalar = element.scalar, !scalar.string.isEmpty else {
                throw ConfigurationError(
                    path: path, line: element.mark?.line, problem: "\(label(key)): each entry must be one word")
            }
            texts.append(scalar.string)
        }
        return texts
    }

    /// Takes `true` or `false`.
    package mutating func bool(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let node = take(key) else { return nil }
        guard let value = node.bool else { throw error(key, "write true or false") }
        return value
    }

    /// Takes a whole number within bounds.
    package mutating func integer(_ key: String, in bounds: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let node = take(key) else { return nil }
        guard let value = node.int, bounds.contains(value) else {
            throw error(key, "write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return value
    }

    /// Takes a finite number.
    package mutating func number(_ key: String) throws(ConfigurationError) -> Double? {
        guard let node = take(key) else { return nil }
        guard let value = node.float, value.isFinite else { throw error(key, "write a number") }
        return value
    }

    /// Takes a number within bounds.
    package mutating func number(_ key: String, in bounds: ClosedRange<Double>) throws(ConfigurationError) -> Double? {
        guard let value = try number(key) else { return nil }
        guard bounds.contains(value) else {
            throw error(key, "write a number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return value
    }

    /// Takes permissions, in octal digits as chmod takes them.
    package mutating func mode(_ key: String) throws(ConfigurationError) -> UInt32? {
        guard let node = take(key) else { return nil }
        // YAML reads 0660 as octal or decimal, depending on the version: the digits as written count.
        guard let digits = node.scalar?.string, digits.utf8.count <= 5,
            let value = UInt32(digits.hasPrefix("0o") ? String(digits.dropFirst(2)) : digits, radix: 8), value <= 0o777
        else { throw error(key, "write permissions in octal digits, such as 0660") }
        return value
    }

    /// Takes one of several words.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(key) else { return nil }
        guard let value = Choice(rawValue: text) else {
            let words = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
            throw error(key, "unknown value '\(text)'; write one of: \(words)")
        }
        return value
    }

    /// Takes a section inside this one.
    package mutating func section(_ key: String) throws(ConfigurationError) -> ConfigurationSection? {
        guard let node = take(key) else { return nil }
        return try ConfigurationSection(node, name: nested(key), path: path, naming: naming)
    }

    /// Takes a list of sections.
    package mutating func sections(_ key: String) throws(ConfigurationError) -> [ConfigurationSection]? {
        guard let node = take(key) else { return nil }
        guard let sequence = node.sequence else {
            throw error(key, "write a list here, each element with '- ' before it")
        }
        let name = naming == .place ? "an element of \(key)" : nested(key)
        return try sequence.map { element throws(ConfigurationError) in
            try ConfigurationSection(element, name: name, path: path, naming: naming)
        }
    }

    private func nested(_ key: String) -> String { naming == .place || name.isEmpty ? key : "\(name).\(key)" }

    /// Reports the first key that was not taken.
    package func finish() throws(ConfigurationError) {
        let unknown = values.keys.filter { !known.contains($0) }
        guard let first = unknown.min(by: { (lines[$0] ?? 0, $0) < (lines[$1] ?? 0, $1) }) else { return }
        let candidates = known.filter { Self.distance($0, first) <= 2 }
        let advice =
            candidates.first.map { "did you mean '\($0)'?" }
            ?? "known keys are: \(known.sorted().joined(separator: ", "))"
        throw ConfigurationError(
            path: path, line: lines[first], problem: "unknown key \(label(first)); \(advice)")
    }

    /// How many letters must be changed, added or removed to turn one word into the other.
    private static func distance(_ first: String, _ second: String) -> Int {
        let letters = Array(second.utf8.prefix(40))
        var row = Array(0...letters.count)
        for (index, byte) in first.utf8.prefix(40).enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in letters.indices {
                let cost = min(diagonal + (letters[column] == byte ? 0 : 1), row[column] + 1, row[column + 1] + 1)
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[letters.count]
    }
}

extension String {
    fileprivate var hasByteOrderMark: Bool { unicodeScalars.first == "\u{FEFF}" }
}
