// SPDX-License-Identifier: Apache-2.0
import TextOutput

extension SiteStatus {
    /// The most bytes of one finding: monitors cut what is longer than some kilobytes.
    private static let maxFindingBytes = 400

    /// A finding's text on one line, without what separates text from numbers.
    private static func plain(_ text: String) -> String {
        text.prefix(bytes: maxFindingBytes).forTerminal().replacing(scalar: "|", with: "/")
    }

    /// The output of a plugin for Nagios, Icinga and their kin: what is wrong and the numbers, then all that was found.
    ///
    /// - SeeAlso: Monitoring Plugins Development Guidelines, "Plugin Output" and "Performance data":
    ///   `'label'=value[UOM];[warn];[crit];[min];[max]`. Hours have no unit there: what Icinga calls `h` others do not know.
    public var nagiosText: String {
        let all = worstFirst
        let bad = all.filter { $0.level > .ok }
        let head = (bad.isEmpty ? all.filter { [.model, .night].contains($0.topic) } : bad)
            .map { Self.plain($0.text) }.joined(separator: "; ")
        let data = numbers.map { number in
            "\(number.name)=\(number.value);\(Self.text(number.warning));\(Self.text(number.critical));0"
        }
        var text = "SPREU \(level.word)" + (head.isEmpty ? "" : " - " + head)
        if !data.isEmpty { text += " | " + data.joined(separator: " ") }
        return ([text] + all.map { "[\($0.level.word)] \(Self.plain($0.text))" }).joined(separator: "\n") + "\n"
    }

    /// The lines of a local check for Checkmk: a service for each topic.
    ///
    /// - SeeAlso: Checkmk's manual, "Local checks": state, name in quotes, metrics between `|` or `-`, text; one blank between two.
    public var checkmkText: String {
        Topic.allCases.compactMap { topic in
            let found = worstFirst.filter { $0.topic == topic }
            guard let worst = found.map(\.level).max() else { return nil }
            let metrics = numbers.filter { $0.topic == topic }.map { number in
                "\(number.name)=\(number.value);\(Self.text(number.warning));\(Self.text(number.critical));0"
            }
            let text = found.map { Self.plain($0.text) }.joined(separator: "; ")
            let data = metrics.isEmpty ? "-" : metrics.joined(separator: "|")
            return "\(worst.rawValue) \"Spreu \(topic.rawValue)\" \(data) \(text)\n"
        }.joined()
    }

    /// One object for Zabbix: a master item, from which others take what they need, and lists to discover them by.
    ///
    /// - SeeAlso: Zabbix' manual, "Low-level discovery" (since 4.2 a plain array) and "Dependent items".
    public var zabbixText: String {
        let topics = Topic.allCases.filter { topic in findings.contains { $0.topic == topic } }
        func found(_ topic: Topic) -> [Finding] { worstFirst.filter { $0.topic == topic } }
        let checks = topics.map { topic in
            (
                topic.rawValue,
                JSONValue.object([
                    "code": .integer(Int(found(topic).map(\.level.rawValue).max() ?? 0)),
                    "text": .string(found(topic).map { Self.plain($0.text) }.joined(separator: "; ")),
                ])
            )
        }
        let values = numbers.map { ($0.name, JSONValue.integer($0.value)) }
        let first: (JSONValue, JSONValue) -> JSONValue = { first, _ in first }
        return JSONValue.object([
            "code": .integer(Int(level.rawValue)), "status": .string(level.word),
            "checks": .object(Dictionary(checks, uniquingKeysWith: first)),
            "numbers": .object(Dictionary(values, uniquingKeysWith: first)),
            "discoverChecks": .array(topics.map { .object(["{#CHECK}": .string($0.rawValue)]) }),
            "discoverNumbers": .array(
                numbers.map { .object(["{#NUMBER}": .string($0.name), "{#CHECK}": .string($0.topic.rawValue)]) }),
        ]).line + "\n"
    }

    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "" }
}
