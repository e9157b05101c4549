// SPDX-License-Identifier: Apache-2.0
import NameLookup

/// Who may send for a domain (RFC 7208).
extension StandingCheck {
    mutating func checkSPF(_ domain: String) {
        guard let answer = answer(domain, .txt, .spf) else { return }
        var texts: [String] = []
        for case .text(let text) in answer.records where SPFRecord.isOne(text) { texts.append(text) }
        let wanted =
            "\(domain). TXT \"v=spf1 \(exchangers[domain]?.isEmpty == false || own.isEmpty ? "mx" : own) -all\""
        guard let text = texts.first else {
            find(.spfMissing, .critical, [domain], evidence: [Self.nothing(domain, .txt)], remedy: wanted)
            return
        }
        let shown = texts.map { evidence(domain, .txt, $0) }
        guard texts.count == 1 else {
            find(.spfSeveral, .critical, [domain, String(texts.count)], evidence: shown, remedy: wanted)
            return
        }
        var walk = SPFWalk(
            facts.names, sender: domain, address: nil, example: report.addresses.first ?? "192.0.2.1",
            hello: helloName)
        _ = walk.walk()
        take(walk)
        checkFaults(walk, domain, shown, wanted)
        if walk.lookups > SPFWalk.maxLookups {
            find(
                .spfTooManyLookups, .critical, [domain, String(walk.lookups), String(SPFWalk.maxLookups)],
                evidence: shown, remedy: wanted)
        }
        if walk.voids > SPFWalk.maxVoid {
            find(
                .spfTooManyVoid, .critical, [domain, String(walk.voids), String(SPFWalk.maxVoid)], evidence: shown,
                remedy: wanted)
        }
        guard let record = try? SPFRecord(text) else { return }
        checkEnd(record, domain, shown)
        // What is broken as a whole lets nobody through: one finding says so.
        let broken: [StandingKind] = [
            .spfInvalid, .spfBrokenInclude, .spfManyExchangers, .spfTooManyLookups, .spfTooManyVoid,
        ]
        guard !report.findings.contains(where: { broken.contains($0.kind) && $0.names.first == domain }) else { return }
        for address in report.addresses { checkAddress(address, of: domain, record, shown) }
    }

    private var own: String {
        report.addresses.map { ($0.contains(":") ? "ip6:" : "ip4:") + $0 }.joined(separator: " ")
    }

    private mutating func take(_ walk: SPFWalk) {
        for question in walk.unknown { miss(question, .spf) }
        for (question, failure) in walk.failed {
            report.note(.spf, .failed("\(question.name) \(question.type.name)", failure))
        }
    }

    private mutating func checkFaults(_ walk: SPFWalk, _ domain: String, _ shown: [String], _ wanted: String) {
        for fault in walk.faults {
            switch fault {
            case .term(let term, let owner), .name(let term, let owner):
                find(
                    .spfInvalid, .critical, [domain, term, owner],
                    evidence: owner == domain ? shown : shown + ["\(owner) TXT: \(term)"],
                    remedy: owner == domain ? wanted : "")
            case .tooManyExchangers(let term, let owner):
                find(
                    .spfManyExchangers, .critical, [domain, term, owner, String(SPFWalk.maxLookups)],
                    evidence: shown, remedy: owner == domain ? wanted : "")
            case .noRecord(let target, let owner):
                find(
                    .spfBrokenInclude, .critical, [domain, target, owner],
                    evidence: shown + [Self.nothing(target, .txt)], remedy: owner == domain ? wanted : "")
            case .pointer(let term, let owner):
                find(
                    .spfPointer, .warning, [domain, term, owner], evidence: shown,
                    remedy: owner == domain ? wanted : "")
            case .passAll(let term, let owner):
                find(
                    .spfPassAll, .critical, [domain, term, owner], evidence: shown,
                    remedy: owner == domain ? wanted : "")
            }
        }
    }

    private mutating func checkEnd(_ record: SPFRecord, _ domain: String, _ shown: [String]) {
        let end = record.terms.first { $0.mechanism == .all }
        guard end?.qualifier == .neutral || end == nil && record.redirect == nil else { return }
        let terms = record.terms.filter { $0.mechanism != .all }.map(\.text)
        find(
            .spfOpenEnd, .warning, [domain], evidence: shown,
            remedy: "\(domain). TXT \"\((["v=spf1"] + terms + ["-all"]).joined(separator: " "))\"")
    }

    private mutating func checkAddress(_ address: String, of domain: String, _ record: SPFRecord, _ shown: [String]) {
        // What stands first is found before anything is asked for.
        let term = (address.contains(":") ? "ip6:" : "ip4:") + address
        let modifiers = record.redirect.map { ["redirect=" + $0] } ?? []
        let terms = ["v=spf1", term] + record.terms.map(\.text) + modifiers
        let remedy = "\(domain). TXT \"\(terms.joined(separator: " "))\""
        var walk = SPFWalk(facts.names, sender: domain, address: address, hello: helloName)
        let outcome = walk.walk()
        take(walk)
        if walk.voids + walk.familyVoids > SPFWalk.maxVoid {
            find(
                .spfVoidForFamily, .warning,
                [domain, address, String(walk.voids + walk.familyVoids), String(SPFWalk.maxVoid)], evidence: shown,
                remedy: remedy)
        }
        if outcome == .unknown {
            for (term, owner) in walk.undecided { report.note(.spf, .undecided(term, domain: owner)) }
        }
        guard outcome != .pass, outcome != .unknown else { return }
        find(.spfNotOwn, .critical, [domain, address], evidence: shown, remedy: remedy)
    }

    /// Bounces have no sender: receivers look at the record of the server's own name (RFC 7208, section 2.3).
    mutating func checkHelloSPF() {
        guard let name = helloName, isOwn(name), !report.domains.contains(name),
            !report.findings.contains(where: { $0.kind == .helloUnresolved }),
            let texts = look(name, .txt, .spf), !texts.contains(where: SPFRecord.isOne)
        else { return }
        find(
            .spfHelloMissing, .notice, [name], evidence: [Self.nothing(name, .txt)],
            remedy: "\(name). TXT \"v=spf1 a -all\"")
    }
}
