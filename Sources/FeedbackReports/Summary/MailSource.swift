// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Who sends in a domain's name.
package enum MailSource: Sendable, Hashable {
    /// One of the site's own servers, by its address.
    case own(address: String)
    /// A service that is known, by its name.
    case service(KnownService)
    /// Somebody else with the site's own signature: mail that was forwarded, or a server of the site that nobody has named; by its
    /// network.
    case signed(network: String)
    /// Somebody else, by his network.
    case stranger(network: String)

    /// Names shorter networks than the whole provider, longer than one customer.
    private static let (version4Bits, version6Bits) = (24, 48)

    /// Tells who sent what a row is about.
    init(_ row: AggregateReport.Row, site: SiteIdentity) {
        if site.isOwn(address: row.source) {
            self = .own(address: NetworkRange(row.source)?.text ?? row.source)
        } else if let service = KnownService.of(row.dkimDomains + row.spfDomains) {
            self = .service(service)
        } else {
            let range = NetworkRange(
                around: row.source, version4Bits: Self.version4Bits, version6Bits: Self.version6Bits)
            let network = range?.text ?? row.source
            self = row.passes ? .signed(network: network) : .stranger(network: network)
        }
    }

    /// Its name.
    package var name: String {
        switch self {
        case .own(let address): address
        case .service(let service): service.name
        case .signed(let network), .stranger(let network): network
        }
    }

    /// Whether the site answers for it: what it sends should pass.
    package var isOwn: Bool { if case .own = self { true } else { false } }
}

/// What one source has sent, as receivers count it.
package struct SourceTotals: Sendable, Equatable {
    /// Messages.
    package var messages = 0
    /// Messages for which SPF passed, aligned.
    package var spf = 0
    /// Messages for which DKIM passed, aligned.
    package var dkim = 0
    /// Messages for which DMARC failed: neither did.
    package var failed = 0
    /// Messages that were put aside or refused.
    package var stopped = 0
    /// The first second of the first period with it, since 1970.
    package var first = Int.max
    /// The last of the last.
    package var last = 0
    /// The last of the last period in which a message failed; nil: none has.
    package var lastFailure: Int?

    mutating func add(_ row: AggregateReport.Row, _ report: AggregateReport) {
        messages += row.count
        if row.spfIsAligned { spf += row.count }
        if row.dkimIsAligned { dkim += row.count }
        if row.disposition == "quarantine" || row.disposition == "reject" { stopped += row.count }
        first = min(first, report.begin)
        last = max(last, report.end)
        guard !row.passes else { return }
        failed += row.count
        lastFailure = max(lastFailure ?? 0, report.end)
    }
}
