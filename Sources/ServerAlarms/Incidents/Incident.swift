// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import ReportPages
package import TextOutput

/// Something that the administrator has to look at: opened once, updated, closed.
package struct Incident: Sendable, Equatable {
    /// What a rule found, as it stands.
    package struct Evidence: Sendable, Equatable {
        /// The rule.
        package var rule: AlarmRule
        /// When it first and last found something, in seconds since 1970.
        package var first, last: Int
        /// The highest count, and the limit.
        package var count, limit: Int
        /// What was counted.
        package var what: CountedThing
    }

    /// That somebody looked at the name.
    package struct View: Sendable, Equatable {
        /// When, in seconds since 1970.
        package var time: Int
        /// The user who did.
        package var who: String
        /// Why.
        package var reason: String

        /// Makes a view.
        package init(time: Int, who: String, reason: String) {
            (self.time, self.who, self.reason) = (time, who, reason)
        }
    }

    /// Its name for commands: the day, and four digits of its subject.
    package var id: String
    /// Whom it concerns: a source's key in hexadecimal, or what of the site.
    package var subject: String
    /// `login`, `client`, `script` or `site`.
    package var kind: String
    /// What reports call the source; for the site, what is wrong.
    package var pseudonym: String
    /// The source's name, while the incident is open; nil: not known, or closed.
    package var name: String?
    /// When it was opened, and last had something new.
    package var opened, updated: Int
    /// When it was closed, and by whom; nil: it is open.
    package var closed: Int?
    package var closedBy: String?
    /// What was found, by rule, in order.
    package var evidence: [Evidence] = []
    /// The mail server's names of the first messages.
    package var queueIDs: [String] = []
    /// Who looked at the name.
    package var views: [View] = []

    /// The most queue ids.
    static let maxQueueIDs = 20

    /// Takes up a finding; true if it is of a rule that had found nothing yet.
    mutating func add(_ finding: Finding) -> Bool {
        updated = max(updated, finding.time)
        if !finding.queueID.isEmpty, queueIDs.count < Self.maxQueueIDs, !queueIDs.contains(finding.queueID) {
            queueIDs.append(finding.queueID)
        }
        if let index = evidence.firstIndex(where: { $0.rule == finding.rule }) {
            evidence[index].last = max(evidence[index].last, finding.time)
            if finding.count >= evidence[index].count {
                evidence[index].count = finding.count
                evidence[index].limit = finding.limit
                evidence[index].what = finding.what
            }
            return false
        }
        evidence.append(
            Evidence(
                rule: finding.rule, first: finding.time, last: finding.time, count: finding.count, limit: finding.limit,
                what: finding.what))
        return true
    }

    /// The incident for programs, without the name; words are English.
    package var json: JSONValue { .object(members) }

    /// All of it, for its file.
    var record: JSONValue {
        var all = members
        all["name"] = name.map { .string($0) } ?? .null
        all["subject"] = .string(subject)
        return .object(all)
    }

    private var members: [String: JSONValue] {
        let texts = AlarmTexts.of(.english)
        return [
            "id": .string(id), "kind": .string(kind), "who": .string(pseudonym), "opened": .integer(opened),
            "updated": .integer(updated), "closed": closed.map { .integer($0) } ?? .null,
            "closedBy": closedBy.map { .string($0) } ?? .null,
            "evidence": .array(
                evidence.map { entry in
                    .object([
                        "rule": .string(entry.rule.rawValue), "first": .integer(entry.first),
                        "last": .integer(entry.last),
                        "count": .integer(entry.count), "limit": .integer(entry.limit),
                        "what": entry.what.code.map { .string($0) } ?? .null,
                        "words": .string(texts.words(entry.what)),
                    ])
                }), "queueIDs": .array(queueIDs.map { .string($0) }), "summary": .string(texts.summary(self)),
            "views": .array(
                views.map {
                    .object(["time": .integer($0.time), "who": .string($0.who), "reason": .string($0.reason)])
                }),
        ]
    }
}

extension Incident {
    /// The command that shows or closes it, as an administrator types it: as the user whose file it is in, the watch's.
    ///
    /// - Parameter verb: `show` or `close`.
    package func command(_ verb: String) -> String {
        let user = FileOwner.currentUser
        return (user == "root" ? "" : "sudo -u \(user) ") + "spreu incident \(verb) \(id)"
    }
}
