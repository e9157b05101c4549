// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// Aliases in the format of Sendmail (aliases(5)), and lists in the format of `.forward` and `:include:`.
package struct AliasFile: Sendable, Equatable {
    /// A name and where its mail goes.
    package struct Entry: Sendable, Equatable {
        /// The name, as it is written.
        package var name: String
        /// Where its mail goes.
        package var targets: [DeliveryTarget]
        /// Where it stands.
        package var place: ConfigurationPlace
    }

    /// In the order of the file.
    package private(set) var entries: [Entry] = []
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// Reads aliases.
    package init(text: String, path: String) {
        let lines = LogicalLines(text, path: path)
        problems = lines.problems
        for line in lines.lines {
            guard let (name, rest) = Self.split(line.text) else {
                problems.append(
                    ConfigurationError(
                        path: path, line: line.place.line, problem: "'name: address' was expected; it is not used"))
                continue
            }
            entries.append(Entry(name: name, targets: DeliveryTarget.list(rest), place: line.place))
        }
    }

    /// Reads a `.forward`, or a list that an alias includes: targets without a name.
    package init(listOf name: String, text: String, path: String) {
        for (index, line) in text.physicalLines.enumerated() {
            let line = line.withoutBlanks
            if line.isEmpty || line.hasPrefix("#") { continue }
            let place = ConfigurationPlace(path: path, line: index + 1)
            entries.append(Entry(name: name, targets: DeliveryTarget.list(line), place: place))
        }
    }

    /// Splits behind the name's colon; a name in quotes may hold one.
    private static func split(_ line: String) -> (name: String, rest: Substring)? {
        var from = line.startIndex
        if line.hasPrefix("\""), let quote = line.dropFirst().firstIndex(of: "\"") { from = quote }
        guard let colon = line[from...].firstIndex(of: ":") else { return nil }
        let name = line[..<colon].withoutBlanks.trimmingCharacters("\"")
        return name.isEmpty ? nil : (name, line[line.index(after: colon)...])
    }
}
