// SPDX-License-Identifier: Apache-2.0
import Crypto
import FoundationEssentials
import NameLookup
import TextOutput

/// Certificates as servers show them, and whether a record of DANE is of one (RFC 6698, RFC 7672).
package enum ServerCertificate {
    /// The most certificates of a file.
    private static let maxCount = 20

    /// The certificates in a file of PEM, in order, as DER.
    package static func chain(pem text: String) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var rest = text[...]
        while found.count < maxCount, let begin = rest.firstRange(of: "-----BEGIN CERTIFICATE-----") {
            rest = rest[begin.upperBound...]
            guard let end = rest.firstRange(of: "-----END CERTIFICATE-----") else { break }
            let digits = rest[..<end.lowerBound].filter { !$0.isWhitespace }
            if let data = Data(base64Encoded: digits) { found.append(Array(data)) }
            rest = rest[end.upperBound...]
        }
        return found
    }

    /// What a certificate's record of DANE has to be: `3 1 1` and the SHA-256 of its key; nil: it is no certificate.
    package static func record(of certificate: [UInt8]) -> String? {
        publicKey(certificate).map { "3 1 1 " + SHA256.hash(data: Array($0)).hexadecimal }
    }

    /// Whether a record is of the server's certificate (usage 3), or of one of those that have signed it (2).
    static func matches(_ record: TLSAssociation, _ chain: [[UInt8]]) -> Bool {
        switch record.usage {
        case 3: chain.first.map { isOf(record, $0) } ?? false
        case 2: chain.dropFirst().contains { isOf(record, $0) }
        default: false
        }
    }

    private static func isOf(_ record: TLSAssociation, _ certificate: [UInt8]) -> Bool {
        guard let selected = record.selector == 0 ? certificate[...] : publicKey(certificate) else { return false }
        switch record.matching {
        case 0: return record.data == Array(selected)
        case 1: return record.data == Array(SHA256.hash(data: Array(selected)))
        case 2: return record.data == Array(SHA512.hash(data: Array(selected)))
        default: return false
        }
    }

    /// The SubjectPublicKeyInfo: in the signed part behind version, number, algorithm, issuer, validity and subject.
    private static func publicKey(_ certificate: [UInt8]) -> ArraySlice<UInt8>? {
        var outer = DERReader(certificate[...])
        guard let whole = outer.next(DERReader.sequence)?.content else { return nil }
        var reader = DERReader(whole)
        guard let signed = reader.next(DERReader.sequence)?.content else { return nil }
        var parts = DERReader(signed)
        if parts.nextTag == DERReader.context0 { _ = parts.next() }
        for _ in 0..<5 { if parts.next() == nil { return nil } }
        return parts.next(DERReader.sequence)?.whole
    }
}
