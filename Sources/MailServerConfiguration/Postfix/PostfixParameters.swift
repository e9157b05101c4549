// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// Parameters by name, as in `main.cf` and as `postconf -n` prints them: `name = value`, the last one wins.
package struct PostfixParameters: Sendable, Equatable {
    /// A value as it is written, and where.
    package struct Setting: Sendable, Equatable {
        /// The value before anything in it is expanded.
        package var value: String
        /// Where it is set.
        package var place: ConfigurationPlace
    }

    /// What is set.
    package private(set) var settings: [String: Setting] = [:]
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// Reads a text.
    package init(text: String, path: String) {
        let lines = LogicalLines(text, path: path)
        problems = lines.problems
        for line in lines.lines {
            guard let (name, value) = Self.assignment(line.text) else {
                problems.append(
                    ConfigurationError(
                        path: path, line: line.place.line, problem: "'name = value' was expected; Postfix stops here"))
                continue
            }
            settings[name] = Setting(value: value, place: line.place)
        }
    }

    /// Splits `name = value`; nil where there is no name or no equals sign.
    static func assignment(_ text: some StringProtocol) -> (name: String, value: String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let name = text[..<equals].withoutBlanks
        guard !name.isEmpty, !name.contains(where: \.isBlank) else { return nil }
        return (name, text[text.index(after: equals)...].withoutBlanks)
    }
}
