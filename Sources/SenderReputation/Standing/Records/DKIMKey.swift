// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import MailServerConfiguration

/// The key of a domain's signatures (RFC 6376, section 3.6.1; RFC 8463 for Ed25519).
struct DKIMKey: Equatable {
    /// The kinds of keys.
    enum Algorithm: String {
        case rsa
        case ed25519
    }

    /// Why a record is no key that can be used.
    enum Problem: Error, Equatable {
        /// A tag, with its value, is not what it has to be.
        case tag(String)
        /// There is no key in it.
        case noKey
        /// It has been revoked: `p` is empty.
        case revoked
    }

    let algorithm: Algorithm
    /// Of RSA, those of the modulus.
    let bits: Int
    /// Whether the domain says that it is on trial: receivers may pass over it.
    let isTesting: Bool

    /// Reads a record's text.
    init(_ text: String) throws(Problem) {
        let tags = TagList(text)
        guard tags.isWellFormed else { throw .tag(String(text.prefix(40))) }
        if let version = tags["v"], version != "DKIM1" || tags.tags.first?.name != "v" { throw .tag("v=\(version)") }
        let name = tags["k"]?.lowercased() ?? Algorithm.rsa.rawValue
        guard let algorithm = Algorithm(rawValue: name) else { throw .tag("k=\(name.prefix(20))") }
        let hashes = tags.words("h")
        guard tags["h"] == nil || hashes.contains("sha256") else { throw .tag("h=\(tags["h"] ?? "")") }
        let services = tags.words("s")
        guard tags["s"] == nil || services.contains("*") || services.contains("email") else {
            throw .tag("s=\(tags["s"] ?? "")")
        }
        guard let value = tags["p"] else { throw .noKey }
        let digits = value.filter { !$0.isWhitespace }
        guard !digits.isEmpty else { throw .revoked }
        guard let data = Data(base64Encoded: digits) else { throw .noKey }
        switch algorithm {
        case .ed25519:
            guard data.count == 32 else { throw .noKey }
            bits = 256
        case .rsa:
            guard let bits = Self.modulusBits(Array(data)) else { throw .noKey }
            self.bits = bits
        }
        self.algorithm = algorithm
        isTesting = tags.words("t").contains("y")
    }

    /// The bits of an RSA key's modulus: of a SubjectPublicKeyInfo, or of the bare key, which some write.
    private static func modulusBits(_ bytes: [UInt8]) -> Int? {
        var outer = DERReader(bytes[...])
        guard let (_, content) = outer.next(DERReader.sequence), outer.isAtEnd else { return nil }
        var reader = DERReader(content)
        if reader.nextTag == DERReader.sequence {
            // rsaEncryption, 1.2.840.113549.1.1.1
            guard let algorithm = reader.next(DERReader.sequence)?.content else { return nil }
            var parts = DERReader(algorithm)
            guard parts.next(DERReader.identifier)?.content.elementsEqual(Self.rsaEncryption) == true,
                let string = reader.next(DERReader.bitString)?.content, string.first == 0
            else { return nil }
            var key = DERReader(string.dropFirst())
            guard let inner = key.next(DERReader.sequence)?.content else { return nil }
            reader = DERReader(inner)
        }
        guard let modulus = reader.next(DERReader.integer)?.content.drop(while: { $0 == 0 }), let first = modulus.first,
            reader.next(DERReader.integer) != nil
        else { return nil }
        return modulus.count * 8 - first.leadingZeroBitCount
    }

    private static let rsaEncryption: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]
}
