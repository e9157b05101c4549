// SPDX-License-Identifier: Apache-2.0
import CResolver
import MailMessage

/// Asks name servers, through glibc's resolver.
package struct Resolver: Sendable {
    /// The server that is asked, as text; nil: those of /etc/resolv.conf.
    package let server: String?
    private let octets: [UInt8]
    private let port: UInt16
    private let (seconds, tries): (Int32, Int32)

    /// The most bytes of an answer: as many as one can have.
    private static let maxBytes = 65_535

    /// Makes a resolver.
    ///
    /// - Parameters:
    ///   - server: `192.0.2.1`, `2001:db8::1`, each with a port behind `@` where it is not 53; nil: those of /etc/resolv.conf.
    ///   - seconds: how long a server is waited for each time.
    ///   - tries: how often each server is asked.
    /// - Returns: nil for what is no address.
    package init?(server: String? = nil, seconds: Int = 3, tries: Int = 2) {
        self.server = server
        (self.seconds, self.tries) = (Int32(min(30, max(1, seconds))), Int32(min(5, max(1, tries))))
        guard let server else {
            (octets, port) = ([], 53)
            return
        }
        let parts = server.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let octets = NetworkRange.octets(of: String(parts[0])),
            let port = parts.count == 2 ? UInt16(parts[1]) : 53, port > 0
        else { return nil }
        (self.octets, self.port) = (octets, port)
    }

    /// The address of the server, without a port; nil: those of /etc/resolv.conf are asked.
    package var address: String? { server.map { String($0.prefix { $0 != "@" }) } }

    /// Asks a question.
    package func ask(_ question: DNSQuestion) throws(DNSFailure) -> DNSAnswer {
        guard DNSName.canonical(question.name) == question.name else { throw .badName }
        do throws(DNSFailure) {
            return try ask(question, extended: true)
        } catch {
            // A server that does not know EDNS says that it does not understand (RFC 6891, section 7).
            guard error == .code(1) || error == .code(4) else { throw error }
            return try ask(question, extended: false)
        }
    }

    private func ask(_ question: DNSQuestion, extended: Bool) throws(DNSFailure) -> DNSAnswer {
        var answer = [UInt8](repeating: 0, count: Self.maxBytes)
        let length = unsafe resolver_ask(
            octets, Int32(octets.count), port, seconds, tries, question.name, Int32(question.type.rawValue),
            extended ? 1 : 0, &answer, Int32(answer.count))
        switch length {
        case 0...:
            answer.removeLast(answer.count - min(answer.count, Int(length)))
            return try DNSAnswer(answer.span, to: question)
        case Int32(RESOLVER_NO_REPLY): throw .noReply
        case Int32(RESOLVER_BAD_QUESTION): throw .badName
        default: throw .noResolver
        }
    }
}
