// SPDX-License-Identifier: Apache-2.0
import NameLookup

/// The keys of a domain's signatures (RFC 6376).
extension StandingCheck {
    /// The shortest key of RSA that receivers take, and that a domain should have (RFC 8301).
    static let (minBits, goodBits) = (1_024, 2_048)

    /// The most keys of a domain that are looked at.
    private static let maxKeys = 50

    mutating func checkSignatures(_ domain: String) {
        var selectors = facts.selectors.filter { $0.domain == domain }
        let end = "._domainkey." + domain
        for name in keyNames where name.hasSuffix(end) {
            let found = StandingFacts.Selector(domain: domain, selector: String(name.dropLast(end.count)))
            if !selectors.contains(found) { selectors.append(found) }
        }
        guard !selectors.isEmpty else {
            report.note(.signatures, .noSelector(domain))
            return
        }
        if selectors.count > Self.maxKeys { report.note(.signatures, .beyond(Self.maxKeys, of: selectors.count)) }
        for selector in selectors.prefix(Self.maxKeys) { check(selector, isInUse: facts.selectors.contains(selector)) }
    }

    private mutating func check(_ selector: StandingFacts.Selector, isInUse: Bool) {
        let name = selector.name
        guard let texts = look(name, .txt, .signatures) else { return }
        let wanted = "\(name). TXT \"v=DKIM1; k=rsa; p=...\""
        let names = [selector.selector, selector.domain]
        guard let text = texts.first else {
            find(.dkimMissing, .critical, names, evidence: [Self.nothing(name, .txt)], remedy: wanted)
            return
        }
        let shown = texts.map { evidence(name, .txt, Self.shortened($0)) }
        guard texts.count == 1 else {
            find(.dkimSeveral, .critical, names, evidence: shown, remedy: wanted)
            return
        }
        let key: DKIMKey
        do throws(DKIMKey.Problem) {
            key = try DKIMKey(text)
        } catch {
            switch error {
            // A key that signs no longer is revoked in this way.
            case .revoked where !isInUse: return
            case .revoked: find(.dkimRevoked, .critical, names, evidence: shown, remedy: wanted)
            case .noKey: find(.dkimInvalid, .critical, names + ["p="], evidence: shown, remedy: wanted)
            case .tag(let tag): find(.dkimInvalid, .critical, names + [tag], evidence: shown, remedy: wanted)
            }
            return
        }
        if key.algorithm == .rsa, key.bits < Self.goodBits {
            find(
                .dkimShort, key.bits < Self.minBits ? .critical : .warning,
                names + [String(key.bits), String(Self.goodBits)], evidence: shown,
                remedy: "opendkim-genkey -b \(Self.goodBits) -d \(selector.domain) -s NEW")
        }
        if key.isTesting {
            find(
                .dkimTesting, .warning, names, evidence: shown,
                remedy:
                    "\(name). TXT \"\(Self.shortened(text).replacing("t=y;", with: "").replacing("  ", with: " "))\"")
        }
    }

    /// A record with its key cut: it is long, and says nothing to a reader.
    private static func shortened(_ text: String) -> String {
        guard let place = text.firstRange(of: "p=") else { return String(text.prefix(80)) }
        let value = text[place.upperBound...].prefix { $0 != ";" }
        guard value.count > 24 else { return String(text.prefix(160)) }
        return String(text[..<place.upperBound].prefix(80)) + value.prefix(12) + "..."
            + text[value.endIndex...].prefix(40)
    }
}
