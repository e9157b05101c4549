// SPDX-License-Identifier: Apache-2.0
public import TextOutput

/// The state of a site, for monitoring: what is wrong first, then the figures.
///
/// It is determined anew each time, and does not depend on a night having run.
public struct SiteStatus: Sendable {
    /// The severity, as in Nagios and its kin; the numbers are their exit codes.
    public enum Level: Int32, Sendable, Comparable {
        case ok, warning, critical, unknown

        /// The word for it.
        public var word: String { ["OK", "WARNING", "CRITICAL", "UNKNOWN"][Int(rawValue)] }

        /// Whether one is less bad than another.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What a finding or a number is about: monitors that show several services have one for each.
    public enum Topic: String, Sendable, CaseIterable {
        /// The site as a whole: configuration, store, what is kept how long.
        case site
        /// The model that is served.
        case model
        /// The last night.
        case night
        /// What people label.
        case labels
        /// The accounts whose mail is learned.
        case accounts
        /// The drop folder.
        case drop
        /// Alarms over the mail server's logs.
        case alarms
        /// The running filter.
        case filter
    }

    /// One thing that was checked.
    package struct Finding: Sendable {
        /// How bad it is.
        package var level: Level
        /// What it is.
        package var fact: SiteFact
        /// What it is about.
        package var topic: Topic

        /// In English.
        var text: String { fact.description }
    }

    /// A number that monitoring may draw.
    struct Number {
        var name: String
        var value: Int
        var topic: Topic
        /// From where on it is worth a warning, and is critical; nil: never by itself.
        var warning: Int?
        var critical: Int?
    }

    private(set) var findings: [Finding] = []
    private var figures: [String: JSONValue] = [:]
    private(set) var numbers: [Number] = []

    /// The worst that was found.
    public var level: Level { findings.map(\.level).max() ?? .ok }

    /// Begins with nothing found.
    public init() {}

    /// The status of a site that cannot be checked.
    public init(unknown reason: String) { add(.unknown, .problem(reason), of: .site) }

    /// Adds what was found.
    package mutating func add(_ level: Level, _ fact: SiteFact, of topic: Topic) {
        findings.append(Finding(level: level, fact: fact, topic: topic))
    }

    /// Says which model a running filter has; it takes the new one within minutes.
    public mutating func noteFilter(model id: String) {
        figures["filterModelID"] = .string(id)
        let isServed = figures["modelID"] == .string(id)
        let isNew = numbers.contains { $0.name == "modelAgeHours" && $0.value < 1 }
        add(
            isServed || isNew ? .ok : .warning, isServed ? .filterIsCurrent : .filterHasOther(model: id), of: .filter)
    }

    mutating func set(_ name: String, _ value: JSONValue) {
        figures[name] = value
    }

    /// Adds a number that monitoring may draw.
    ///
    /// - Parameters:
    ///   - warning: from where on it is worth a warning; nil: never by itself.
    ///   - critical: from where on it is critical.
    mutating func count(
        _ name: String, _ value: Int, of topic: Topic, warning: Int? = nil, critical: Int? = nil
    ) {
        numbers.append(Number(name: name, value: value, topic: topic, warning: warning, critical: critical))
    }

    /// What was found, the worst first.
    package var worstFirst: [Finding] {
        findings.enumerated().sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }
            .map(\.element)
    }

    /// One line in the form of Nagios: the worst first, and numbers behind `|`.
    public var line: String { line { $0.description } }

    /// The same in other words than English.
    package func line(_ words: (SiteFact) -> String) -> String {
        let texts = worstFirst.map { words($0.fact).replacing(scalar: "|", with: "/") }
        let data = numbers.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return "SPREU \(level.word) - \(texts.joined(separator: "; "))" + (data.isEmpty ? "" : " | " + data)
    }

    /// The status for programs.
    public var json: JSONValue {
        var members = figures
        for number in numbers { members[number.name] = .integer(number.value) }
        members["status"] = .string(level.word)
        members["code"] = .integer(Int(level.rawValue))
        members["problems"] = .array(findings.filter { $0.level > .ok }.map { .string($0.text) })
        return .object(members)
    }
}
