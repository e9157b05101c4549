// SPDX-License-Identifier: Apache-2.0
import Foundation
import TextOutput

extension Incident {
    /// To the year 9999.
    private static let times = 0...253_402_300_799

    /// Reads an incident's file; nil where that is none.
    init?(reading bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)),
            case .object(let members) = value,
            let id = members["id"]?.string, let subject = members["subject"]?.string,
            let kind = members["kind"]?.string, let who = members["who"]?.string,
            let opened = members["opened"]?.whole, let updated = members["updated"]?.whole,
            Self.times.contains(opened), Self.times.contains(updated),
            members["closed"]?.whole.map(Self.times.contains) ?? true
        else { return nil }
        self.init(id: id, subject: subject, kind: kind, pseudonym: who, opened: opened, updated: updated)
        name = members["name"]?.string
        closed = members["closed"]?.whole
        closedBy = members["closedBy"]?.string
        queueIDs = members["queueIDs"]?.list.compactMap { $0.string } ?? []
        evidence = members["evidence"]?.list.compactMap(Evidence.init) ?? []
        views = members["views"]?.list.compactMap(View.init) ?? []
    }
}

extension Incident.Evidence {
    fileprivate init?(_ value: JSONValue) {
        guard case .object(let members) = value,
            let rule = members["rule"]?.string.flatMap({ AlarmRule(rawValue: $0) }),
            let first = members["first"]?.whole, let last = members["last"]?.whole, let count = members["count"]?.whole,
            let limit = members["limit"]?.whole, let words = members["words"]?.string
        else { return nil }
        // An earlier version had words alone.
        let what = members["what"]?.string.flatMap { CountedThing(code: $0) } ?? .words(words)
        self.init(rule: rule, first: first, last: last, count: count, limit: limit, what: what)
    }
}

extension Incident.View {
    fileprivate init?(_ value: JSONValue) {
        guard case .object(let members) = value, let time = members["time"]?.whole,
            let who = members["who"]?.string, let reason = members["reason"]?.string
        else { return nil }
        self.init(time: time, who: who, reason: reason)
    }
}

extension JSONValue {
    fileprivate var whole: Int? { if case .integer(let value) = self { value } else { nil } }
    fileprivate var string: String? { if case .string(let value) = self { value } else { nil } }
    fileprivate var list: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
