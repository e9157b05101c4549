// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// The incidents of a site: open ones, and those closed not long ago.
package struct IncidentBook: Sendable {
    /// What became of a finding.
    package enum Change: Sendable, Equatable {
        /// An incident was opened.
        case opened(Incident)
        /// An open one has evidence of another kind.
        case extended(Incident)
    }

    /// Who a source is.
    package struct Identity: Sendable {
        /// `login`, `client` or `script`.
        package var kind: String
        /// What reports call it.
        package var pseudonym: String
        /// Its name, if the log has named it in this run.
        package var name: String?

        /// Makes an identity.
        package init(kind: String, pseudonym: String, name: String?) {
            (self.kind, self.pseudonym, self.name) = (kind, pseudonym, name)
        }
    }

    /// Seconds without anything new after which an incident is closed by itself.
    package static let quietSeconds = 3 * 86_400
    /// The most incidents that are open at once: beyond it, something is wrong with the limits, and the oldest is closed.
    static let maxOpen = 200

    /// All of them by id.
    package private(set) var incidents: [String: Incident] = [:]

    /// Begins with some.
    package init(_ incidents: [Incident] = []) {
        self.incidents = Dictionary(incidents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Those that are open, oldest first.
    package var open: [Incident] {
        incidents.values.filter { $0.closed == nil }.sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
    }

    /// Takes up a finding.
    ///
    /// - Parameter identity: who a source is.
    package mutating func take(_ finding: Finding, identity: (UInt64) -> Identity) -> Change? {
        let subject: String
        switch finding.subject {
        case .source(let key): subject = String(key, radix: 16)
        case .site(let word): subject = word
        }
        if var incident = open.first(where: { $0.subject == subject }) {
            let isOther = incident.add(finding)
            // Over a restart the log names nobody until his next line.
            if incident.name == nil, case .source(let key) = finding.subject {
                let who = identity(key)
                if who.name != nil {
                    (incident.kind, incident.pseudonym, incident.name) = (who.kind, who.pseudonym, who.name)
                }
            }
            if incident == incidents[incident.id] { return nil }
            incidents[incident.id] = incident
            return isOther ? .extended(incident) : nil
        }
        if open.count >= Self.maxOpen, let oldest = open.first {
            _ = close(oldest.id, by: "spreu (too many are open)", at: finding.time)
        }
        var who = Identity(kind: "site", pseudonym: subject, name: nil)
        if case .source(let key) = finding.subject { who = identity(key) }
        var incident = Incident(
            id: newID(subject, finding.time), subject: subject, kind: who.kind, pseudonym: who.pseudonym,
            opened: finding.time, updated: finding.time)
        incident.name = who.name
        _ = incident.add(finding)
        incidents[incident.id] = incident
        return .opened(incident)
    }

    /// `DAY-DIGITS`: the same whenever the same log is read.
    private func newID(_ subject: String, _ time: Int) -> String {
        let text = Array("\(subject) \(time)".utf8)
        var hash = XXH64.hash(text)
        while true {
            let id = "\(time / 86_400)-" + String(hash & 0xFFFF, radix: 16)
            if incidents[id] == nil { return id }
            hash &+= 1
        }
    }

    /// Closes an incident: the name is forgotten; false where there is none that is open.
    package mutating func close(_ id: String, by who: String, at time: Int) -> Bool {
        guard incidents[id]?.closed == nil, incidents[id] != nil else { return false }
        incidents[id]?.closed = time
        incidents[id]?.closedBy = who
        incidents[id]?.name = nil
        return true
    }

    /// Notes that somebody looks at an incident's name.
    package mutating func noteView(_ id: String, _ view: Incident.View) {
        incidents[id]?.views.append(view)
    }

    /// Closes those without anything new, and deletes those closed long ago.
    ///
    /// - Parameter evidenceSeconds: how long a closed one is kept.
    package mutating func expire(at time: Int, evidenceSeconds: Int) {
        for incident in open where time - incident.updated >= Self.quietSeconds {
            _ = close(incident.id, by: "spreu (nothing new for three days)", at: time)
        }
        for (id, incident) in incidents {
            guard let closed = incident.closed, time - closed >= evidenceSeconds else { continue }
            incidents[id] = nil
        }
    }
}
