// SPDX-License-Identifier: Apache-2.0
import Yams

/// A value of a YAML file that knows its line, read into the types that a configuration has.
struct YAMLValue {
    private let node: Node
    /// The file, for errors.
    private let path: String
    /// What the value is called, for errors: `sources`.
    private let name: String

    /// Reads a file's text.
    init(parsing text: String, path: String) throws(ConfigurationError) {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ConfigurationError(path: path, line: nil, reason: "nothing is in it: see docs/spreu.yaml")
            }
            self.init(node: node, path: path, name: "the configuration")
        } catch let error as ConfigurationError {
            throw error
        } catch let error as YamlError {
            throw Self.failure(error, path)
        } catch {
            throw ConfigurationError(path: path, line: nil, reason: "\(error)")
        }
    }

    private init(node: Node, path: String, name: String) {
        self.node = node
        self.path = path
        self.name = name
    }

    private static func failure(_ error: YamlError, _ path: String) -> ConfigurationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ConfigurationError(path: path, line: mark.line, reason: "this is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            ConfigurationError(
                path: path, line: context.mark.line,
                reason: "named twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
        default: ConfigurationError(path: path, line: nil, reason: "this is no YAML: \(error)")
        }
    }

    /// An error at this value.
    func error(_ reason: String) -> ConfigurationError {
        ConfigurationError(path: path, line: node.mark?.line, reason: reason)
    }

    /// The members of a mapping whose keys are all among those allowed.
    func members(_ allowed: [String]) throws(ConfigurationError) -> [String: YAMLValue] {
        guard case .mapping(let mapping) = node else { throw error("\(name) is no mapping of keys to values") }
        var members: [String: YAMLValue] = [:]
        for (key, value) in mapping {
            let keyValue = YAMLValue(node: key, path: path, name: name)
            guard let text = key.string, allowed.contains(text) else {
                throw keyValue.error(
                    "unknown key '\(key.string ?? "?")' in \(name); known are \(allowed.joined(separator: ", "))")
            }
            members[text] = YAMLValue(node: value, path: path, name: text)
        }
        return members
    }

    /// The elements of a list.
    func elements() throws(ConfigurationError) -> [YAMLValue] {
        guard case .sequence(let sequence) = node else {
            throw error("\(name) is no list: write '- ' before each element")
        }
        return sequence.map { YAMLValue(node: $0, path: path, name: "an element of \(name)") }
    }

    /// A text that is not empty.
    func text() throws(ConfigurationError) -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { throw error("\(name) is no text") }
        return scalar.string
    }

    /// One text or a list of them.
    func texts() throws(ConfigurationError) -> [String] {
        if case .scalar = node { return [try text()] }
        return try elements().map { element throws(ConfigurationError) in try element.text() }
    }

    /// A whole number in a range.
    func integer(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw error("\(name) is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A number in a range.
    func number(_ range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        guard let number = Double(try text()), range.contains(number) else {
            throw error("\(name) is no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A span of time, `0` or as ``TimeSpan`` reads it.
    func span() throws(ConfigurationError) -> TimeSpan {
        guard let span = TimeSpan(try text()) else {
            throw error("\(name) is no span of time: write 24h, 180d, 26w or 2y")
        }
        return span
    }
}

/// A span of time as people write it: `24h`, `180d`, `26w`, `2y`, or `0`.
public struct TimeSpan: Sendable, Equatable {
    /// Its seconds.
    public let seconds: Int64

    /// Reads a span; nil if it is none.
    public init?(_ text: String) {
        if text == "0" {
            seconds = 0
            return
        }
        let units: [Character: Int64] = ["h": 3_600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400]
        guard let unit = text.last, let length = units[unit], let number = Int64(text.dropLast()),
            (0...100_000).contains(number)
        else { return nil }
        seconds = number * length
    }

    /// A span of so many days.
    public init(days: Int64) { seconds = days * 86_400 }
}
