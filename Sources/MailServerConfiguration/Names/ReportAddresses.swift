// SPDX-License-Identifier: Apache-2.0

/// Where a domain asks for reports about its mail: DMARC's `rua` and `ruf` (RFC 9989), TLS reports' `rua` (RFC 8460).
package struct ReportAddresses: Sendable, Equatable {
    /// Which reports.
    package enum Kind: String, Sendable, Hashable {
        /// Totals of DMARC.
        case aggregate = "rua"
        /// Single messages that failed DMARC, with header or text.
        case failure = "ruf"
        /// Totals of TLS.
        case tls = "tlsrpt"
    }

    /// Which reports, and the domain that gets them, in lower case.
    package private(set) var receivers: [(kind: Kind, domain: String)] = []

    /// Reads a record's text; nil: it asks for no reports.
    package init?(_ record: String) {
        let tags = TagList(record).tags
        guard let version = tags.first, version.name == "v" else { return nil }
        let isTLS = version.value.uppercased() == "TLSRPTV1"
        guard isTLS || version.value.uppercased() == "DMARC1" else { return nil }
        for tag in tags.dropFirst() {
            let kind: Kind
            switch tag.name {
            case "rua": kind = isTLS ? .tls : .aggregate
            case "ruf" where !isTLS: kind = .failure
            default: continue
            }
            for uri in tag.value.split(separator: ",") {
                if let domain = Self.domain(uri.withoutBlanks) { receivers.append((kind, domain)) }
            }
        }
    }

    package static func == (first: Self, second: Self) -> Bool {
        first.receivers.elementsEqual(second.receivers) { $0 == $1 }
    }

    /// The domain in `mailto:user@domain!10m` or `https://domain/path`.
    private static func domain(_ uri: String) -> String? {
        let lower = uri.lowercased()
        if lower.hasPrefix("mailto:") {
            return DeliveryTarget.domain(of: String(lower.dropFirst(7).prefix { $0 != "!" && $0 != "?" }))
        }
        guard lower.hasPrefix("https://") else { return nil }
        let host = lower.dropFirst(8).prefix { !"/:?#".contains($0) }
        return host.isEmpty ? nil : String(host)
    }
}
