// SPDX-License-Identifier: Apache-2.0

/// The types of records that are asked for.
package enum DNSType: UInt16, Sendable, Hashable, CaseIterable {
    case a = 1
    case ns = 2
    case cname = 5
    case soa = 6
    case ptr = 12
    case mx = 15
    case txt = 16
    case aaaa = 28
    /// Certificates of a service (RFC 6698).
    case tlsa = 52

    /// As zone files write it.
    package var name: String { "\(self)".uppercased() }
}

/// What a record says.
package enum DNSData: Sendable, Hashable {
    /// A and AAAA, as text.
    case address(String)
    /// CNAME.
    case alias(String)
    /// NS.
    case server(String)
    /// PTR.
    case pointer(String)
    /// MX; an empty host is the root, which says that no mail is taken (RFC 7505).
    case exchange(preference: Int, host: String)
    /// TXT: its strings, as one.
    case text(String)
    /// TLSA.
    case association(TLSAssociation)
    /// SOA: how many seconds it may be believed that something is not there (RFC 2308).
    case authority(negativeSeconds: UInt32)

    /// Its type.
    package var type: DNSType {
        switch self {
        case .address(let text): text.contains(":") ? .aaaa : .a
        case .alias: .cname
        case .server: .ns
        case .pointer: .ptr
        case .exchange: .mx
        case .text: .txt
        case .association: .tlsa
        case .authority: .soa
        }
    }
}

/// Which certificate a service has (RFC 6698, section 2.1).
package struct TLSAssociation: Sendable, Hashable {
    /// 0 to 3: PKIX-TA, PKIX-EE, DANE-TA, DANE-EE.
    package var usage: UInt8
    /// 0: the certificate; 1: its public key.
    package var selector: UInt8
    /// 0: as it is; 1: SHA-256; 2: SHA-512.
    package var matching: UInt8
    /// What is compared.
    package var data: [UInt8]

    /// Makes one.
    package init(usage: UInt8, selector: UInt8, matching: UInt8, data: [UInt8]) {
        (self.usage, self.selector, self.matching, self.data) = (usage, selector, matching, data)
    }
}

/// A record.
package struct DNSRecord: Sendable, Hashable {
    /// Its name, in the form of ``DNSName``.
    package var name: String
    /// How long it may be believed.
    package var seconds: UInt32
    /// What it says.
    package var data: DNSData

    /// Makes a record.
    package init(_ name: String, seconds: UInt32 = 0, _ data: DNSData) {
        (self.name, self.seconds, self.data) = (name, seconds, data)
    }
}

/// What is asked.
package struct DNSQuestion: Sendable, Hashable {
    /// The name, in the form of ``DNSName``.
    package var name: String
    /// Which records.
    package var type: DNSType

    /// Makes a question.
    package init(_ name: String, _ type: DNSType) { (self.name, self.type) = (name, type) }
}
