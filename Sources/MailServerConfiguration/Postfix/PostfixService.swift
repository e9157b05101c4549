// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// A service in `master.cf`.
package struct PostfixService: Sendable, Equatable {
    /// The name, which for `inet` is a port, with or without a host.
    package var name: String
    /// `inet`, `unix`, `fifo` or `pass`.
    package var type: String
    /// Whether it sees the queue directory as its root; `-` is the built-in default of Postfix 3: it does not.
    package var isChrooted = false
    /// The program: `smtpd`.
    package var command: String
    /// Its words, without those of `-o`.
    package var arguments: [String]
    /// What `-o` sets for this service alone.
    package var overrides: [String: String]
    /// Where it stands.
    package var place: ConfigurationPlace

    /// The TCP port; nil for another type, or a name that is not known.
    package var port: Int? {
        guard type == "inet" else { return nil }
        let port = name.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? name
        switch port {
        case "smtp": return 25
        case "smtps", "submissions", "urd", "ssmtp": return 465
        case "submission", "msa": return 587
        case "smtp-alt": return 2_525
        default: return Int(port).flatMap { 1...65_535 ~= $0 ? $0 : nil }
        }
    }

    /// The address that it listens at; nil: all.
    package var host: String? {
        guard type == "inet", let colon = name.lastIndex(of: ":"), colon > name.startIndex else { return nil }
        return name[..<colon].trimmingCharacters("[]")
    }
}

/// The services of `master.cf`, as they stand there and as `postconf -M` prints them.
package struct PostfixServices: Sendable, Equatable {
    /// In the order of the file; of two with one name and type the later.
    package private(set) var services: [PostfixService] = []
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// Reads a text.
    package init(text: String, path: String) {
        let lines = LogicalLines(text, path: path)
        problems = lines.problems
        var places: [String: Int] = [:]
        for line in lines.lines {
            let words = PostfixList.words(line.text, separators: " \t\r\n\u{0B}\u{0C}")
            guard words.count >= 8 else {
                problems.append(
                    ConfigurationError(
                        path: path, line: line.place.line,
                        problem: "a service has eight columns, this line has \(words.count); Postfix stops here"))
                continue
            }
            var service = PostfixService(
                name: words[0], type: words[1], isChrooted: words[4] == "y", command: words[7], arguments: [],
                overrides: [:], place: line.place)
            let isComplete = Self.read(words[8...], into: &service)
            if !isComplete {
                problems.append(
                    ConfigurationError(
                        path: path, line: line.place.line, problem: "'-o name=value' was expected in '\(words[0])'"))
            }
            if let place = places["\(service.name) \(service.type)"] {
                services[place] = service
            } else {
                places["\(service.name) \(service.type)"] = services.count
                services.append(service)
            }
        }
    }

    /// Reads the words behind the command; false if one of `-o` is no assignment.
    private static func read(_ words: ArraySlice<String>, into service: inout PostfixService) -> Bool {
        var isComplete = true
        var rest = words
        while let word = rest.popFirst() {
            var assignment = word
            if word == "-o" {
                assignment = rest.popFirst() ?? ""
            } else if word.hasPrefix("-o") {
                assignment.removeFirst(2)
            } else {
                service.arguments.append(PostfixList.unbraced(word))
                continue
            }
            guard let (name, value) = PostfixParameters.assignment(PostfixList.unbraced(assignment)) else {
                isComplete = false
                continue
            }
            service.overrides[name] = value
        }
        return isComplete
    }
}

extension StringProtocol {
    /// The text without these characters at its ends.
    func trimmingCharacters(_ characters: String) -> String {
        var rest = self[...]
        while let first = rest.first, characters.contains(first) { rest.removeFirst() }
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
