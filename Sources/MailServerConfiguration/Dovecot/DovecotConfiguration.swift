// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// What `doveconf -n` prints, of Dovecot 2.3 and 2.4: settings, and blocks that hold settings and blocks.
package struct DovecotConfiguration: Sendable, Equatable {
    /// All of it, as a block without a kind.
    package private(set) var root: DovecotBlock
    /// What the first line says: `2.3.19.1`; nil: it is no output of doveconf.
    package private(set) var version: String?
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// How deep blocks may lie in each other.
    static let maxDepth = 32

    /// Reads a text.
    package init(text: String, path: String) {
        root = DovecotBlock(kind: "", name: "", place: ConfigurationPlace(path: path, line: 1))
        var open = [root]
        var tooDeep = 0
        for (index, physical) in text.physicalLines.enumerated() {
            let place = ConfigurationPlace(path: path, line: index + 1)
            let line = physical.withoutBlanks
            func problem(_ words: String) {
                problems.append(ConfigurationError(path: path, line: place.line, problem: words))
            }
            if line.isEmpty { continue }
            if line.hasPrefix("#") {
                // `# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf`
                let words = line.dropFirst().words
                if index == 0, words.count >= 2, words[1].hasPrefix("("), words[0].first?.isNumber == true {
                    version = String(words[0].prefix(32))
                }
            } else if line.hasPrefix("!include") {
                problem("what is included is not read: give the output of 'doveconf -n' instead")
            } else if line == "}" {
                if tooDeep > 0 {
                    tooDeep -= 1
                } else if open.count > 1 {
                    let block = open.removeLast()
                    open[open.count - 1].blocks.append(block)
                } else {
                    problem("a '}' closes nothing")
                }
            } else if line.hasSuffix("{"), !Self.isSetting(line) {
                guard open.count <= Self.maxDepth, tooDeep == 0 else {
                    if tooDeep == 0 { problem("blocks lie more than \(Self.maxDepth) deep; these are not read") }
                    tooDeep += 1
                    continue
                }
                let head = line.dropLast().withoutBlanks
                let end = head.firstIndex(where: \.isBlank) ?? head.endIndex
                open.append(
                    DovecotBlock(
                        kind: String(head[..<end]), name: Self.unquoted(head[end...].withoutBlanks), place: place))
            } else if tooDeep > 0 {
                continue
            } else if let (name, value) = PostfixParameters.assignment(line) {
                open[open.count - 1].settings.append(.init(name: name, value: Self.unquoted(value), place: place))
            } else {
                problem("neither 'name = value' nor a block")
            }
        }
        if open.count > 1 {
            problems.append(ConfigurationError(path: path, line: nil, problem: "it ends within a block: it was cut"))
        }
        while open.count > 1 {
            let block = open.removeLast()
            open[open.count - 1].blocks.append(block)
        }
        root = open[0]
    }

    /// Whether a line that ends with a brace is a setting all the same: `name = ${var:{`.
    private static func isSetting(_ line: String) -> Bool {
        guard let equals = line.firstIndex(of: "=") else { return false }
        // The name of a block may hold one, in quotes or not: `namespace a=b {`.
        return !line[..<equals].withoutBlanks.contains(where: \.isBlank)
    }

    private static func unquoted(_ value: String) -> String {
        guard let quote = value.first, quote == "\"" || quote == "'", value.last == quote, value.count >= 2 else {
            return value
        }
        return String(value.dropFirst().dropLast().replacing("\\\"", with: "\"").replacing("\\\\", with: "\\"))
    }

    /// Whether it is of 2.4 or newer, whose settings have other names.
    package var isVersion24: Bool {
        if root.setting("dovecot_config_version") != nil { return true }
        guard let version else { return false }
        let parts = version.split(separator: ".").compactMap { Int($0) }
        return parts.count >= 2 && (parts[0], parts[1]) >= (2, 4)
    }

    /// All blocks of a kind, however deep, in the order of the file.
    package func blocks(_ kind: String) -> [DovecotBlock] { root.all.filter { $0.kind == kind } }

    /// All blocks, each with those around it, the outermost first; the root is none of them.
    package var blocksWithContext: [(context: [DovecotBlock], block: DovecotBlock)] { root.within([]) }
}

/// A block: `kind name { ... }`.
package struct DovecotBlock: Sendable, Equatable {
    /// A setting within it.
    package struct Setting: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// Its value, without quotes.
        package var value: String
        /// Where it is set.
        package var place: ConfigurationPlace
    }

    /// `passdb`, `protocol`, `remote`.
    package var kind: String
    /// What follows; empty: nothing.
    package var name: String
    /// Where it begins.
    package var place: ConfigurationPlace
    /// Its settings, in order.
    package var settings: [Setting] = []
    /// Its blocks, in order.
    package var blocks: [DovecotBlock] = []

    init(kind: String, name: String, place: ConfigurationPlace) {
        (self.kind, self.name, self.place) = (kind, name, place)
    }

    /// The last of its settings with one of these names; `passdb_master` in a `passdb` is found as `master` too.
    package func setting(_ names: String...) -> Setting? {
        settings.last { setting in
            names.contains(setting.name) || names.contains { setting.name == "\(kind)_\($0)" && !kind.isEmpty }
        }
    }

    /// All blocks within it, however deep.
    var all: [DovecotBlock] { blocks.flatMap { [$0] + $0.all } }

    func within(_ context: [DovecotBlock]) -> [(context: [DovecotBlock], block: DovecotBlock)] {
        blocks.flatMap { [(context, $0)] + $0.within(context + [$0]) }
    }
}

extension DovecotBlock.Setting {
    /// Whether it says `yes`; nil: neither yes nor no.
    package var isOn: Bool? {
        switch value.lowercased() {
        case "yes", "y", "1", "true": true
        case "no", "n", "0", "false": false
        default: nil
        }
    }

    /// The words of a list.
    package var words: [String] { value.split { $0 == "," || $0.isBlank }.map(String.init) }
}
