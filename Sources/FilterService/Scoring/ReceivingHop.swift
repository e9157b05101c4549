// SPDX-License-Identifier: Apache-2.0

/// What the site's mail server knows of where a message came from, and will write into its Received field.
///
/// A milter sees a message before that field and Return-Path are added, training sees it after. Which hops are the
/// site's own is guessed from those fields (``TrustBoundary``), so the filter writes them as the server will, and both
/// are read by the same rules. Nothing of it becomes a feature: the fields are delivery's and the site's own.
package struct ReceivingHop: Sendable, Equatable {
    /// The mail server's own name (macro `j`).
    package var serverName: String
    /// What the client called itself.
    package var helo: String?
    /// The client's name by its address; nil or `unknown` if it has none.
    package var clientName: String?
    /// The client's address, without brackets; nil for mail that a program on the server itself sent.
    package var clientAddress: String?

    /// Creates a hop.
    package init(serverName: String, helo: String? = nil, clientName: String? = nil, clientAddress: String? = nil) {
        self.serverName = serverName
        self.helo = helo
        self.clientName = clientName
        self.clientAddress = clientAddress
    }

    /// The fields that delivery will put on top, as Postfix writes them: each with its line end.
    ///
    /// - SeeAlso: RFC 5321, section 4.4.
    var traceFields: String {
        var received = "Received:"
        if let clientAddress {
            let literal = clientAddress.contains(":") ? "IPv6:\(clientAddress)" : clientAddress
            let name = clientName.map(Self.word) ?? "unknown"
            received += " from \(helo.map(Self.word) ?? name) (\(name) [\(Self.word(literal))])\n\t"
        } else {
            received += " "
        }
        return "Return-Path: <>\n" + received + "by \(Self.word(serverName))\n"
    }

    /// A client's words as mail servers write them: what has a meaning in the field is replaced.
    private static func word(_ text: String) -> String {
        let bytes = text.utf8.prefix(255).map { byte in
            byte <= 0x20 || byte >= 0x7f || "<>()\\\";@".utf8.contains(byte) ? UInt8(ascii: "?") : byte
        }
        return bytes.isEmpty ? "unknown" : String(decoding: bytes, as: UTF8.self)
    }
}
