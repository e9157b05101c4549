// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import TextOutput

extension SiteHealth {
    mutating func checkFilter(_ filter: FilterFacts) {
        let start = ["systemctl restart spreud", "journalctl -u spreud -n 50"]
        var models: Set<String> = []
        for listener in filter.listeners {
            let place = ["\(listener.name): \(listener.address)"]
            switch listener.answer {
            case .notAsked: note(.filter, .otherMachine)
            case .notAllowed: note(.filter, .read(.notAllowed(listener.address)))
            case .missing: find(.socketMissing, .critical, evidence: place, start)
            case .silent(let reason): find(.nobodyListens, .critical, evidence: ["\(place[0]): \(reason)"], start)
            case .stranger: find(.strangerListens, .critical, evidence: place, Self.listing(listener))
            case .noModel: find(.filterWithoutModel, .critical, evidence: place, start)
            case .model(let id): models.insert(id)
            case .alive: break
            }
        }
        guard case .served(let served) = facts.learning.model else { return }
        // A filter looks for a new model every few seconds.
        if let time = facts.learning.modelTime, facts.now - time < 3_600 { return }
        for id in models.sorted() where id != served.id {
            find(
                .filterOtherModel, .warning, [id, served.id], evidence: [],
                ["systemctl reload spreud"] + start.suffix(1))
        }
    }

    private static func listing(_ listener: FilterFacts.Listener) -> [String] {
        guard let path = listener.path else { return ["ss -ltnp"] }
        return ["ss -lxp src \(path.forShell)"]
    }
}
