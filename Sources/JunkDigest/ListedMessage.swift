// SPDX-License-Identifier: Apache-2.0
package import MailArchive
import MailIngest
package import MailMessage
import SpamModel
import TextOutput

/// A message of a Junk folder, as its digest names it: everything in it may be shown.
package struct ListedMessage: Sendable, Equatable {
    /// Who put it there, as far as the site's filter says.
    package enum Origin: Sendable, Equatable {
        /// The site's filter, by this score in log-odds, where it wrote one.
        case filter(logOdds: Double?)
        /// Not known: the filter wrote nothing, or was unsure.
        case unknown(logOdds: Double?)
        /// Not the filter, which took it for ham: a person, or a rule of theirs.
        case person
    }

    /// When it was delivered there, in seconds since 1970.
    package var received: Int64
    /// The address that it says it is from, with the letters that an encoded domain stands for; nil: none.
    package var address: String?
    /// The name beside it, which anybody can write; nil: none.
    package var name: String?
    /// The subject; nil: none.
    package var subject: String?
    /// The folder's name.
    package var folder: String
    /// Who put it there.
    package var origin: Origin

    private static let (maxSubject, maxName, maxFolder) = (100, 60, 60)
    private static let (maxAddress, maxLocal, maxDomain) = (80, 40, 60)
    /// No more of a field is decoded.
    private static let maxFieldBytes = 2_000

    /// Reads a message that begins with the whole header, or with so much of it as is looked at.
    package init(_ archived: ArchivedMessage, trust: TrustBoundary) {
        let message = Message(archived.bytes)
        received = archived.provenance.received ?? 0
        folder = ShownText.line(FolderRule.bare(archived.provenance.folder ?? ""), characters: Self.maxFolder)
        let sender = message.from.first ?? message.addresses("sender").first
        address = sender.flatMap { Self.shown(address: $0) }
        name = sender?.displayName.flatMap { Self.text($0, characters: Self.maxName) }
        subject = message.header.first("subject").flatMap { field in
            var bytes: [UInt8] = []
            field.appendDecoded(to: &bytes, limit: Self.maxFieldBytes)
            return Self.text(String(decoding: bytes, as: UTF8.self), characters: Self.maxSubject)
        }
        let value = VerdictField.value(in: SiteMessage(message, trust: trust))
        let logOdds = value.flatMap { VerdictField.logOdds(statedBy: $0) }
        switch value.flatMap({ VerdictField.verdict(statedBy: $0) }) {
        case .spam: origin = .filter(logOdds: logOdds)
        case .unsure: origin = .unknown(logOdds: logOdds)
        case nil: origin = .unknown(logOdds: nil)
        // Another filter of the site's may have filed what this one would have let pass.
        case .ham where LabelledFeatures.isMarkedSpam(message): origin = .unknown(logOdds: logOdds)
        case .ham: origin = .person
        }
    }

    /// Nil where nothing is left to see.
    private static func text(_ text: String, characters: Int) -> String? {
        let shown = ShownText.line(text.prefix(bytes: maxFieldBytes), characters: characters)
        return shown.isEmpty ? nil : shown
    }

    /// An address with both forms of a domain whose letters are not ASCII's: one of them looks like another domain.
    ///
    /// What is long is cut in the local part, and of a domain in front: its end says whose it is.
    private static func shown(address: Address) -> String? {
        let (whole, domain) = (address.address, String(address.domain))
        let ending = "@" + domain
        guard !domain.isEmpty, whole.hasSuffix(ending) else { return text(whole, characters: maxAddress) }
        let local = text(String(whole.dropLast(ending.count)), characters: maxLocal) ?? ""
        let plain = local + "@" + end(of: domain)
        guard domain.utf8.count <= 255 else { return plain }
        let (ascii, letters) = (Punycode.encoded(host: domain), Punycode.decoded(host: domain))
        guard ascii != letters else { return plain }
        let other = end(of: ascii == domain ? letters : ascii)
        return other.isEmpty ? plain : "\(plain) (= \(other))"
    }

    private static func end(of domain: String) -> String {
        ShownText.end(
            of: domain.utf8.count > maxFieldBytes ? String(domain.suffix(maxDomain)) : domain, characters: maxDomain)
    }
}

/// Names of folders as their people see them.
enum FolderName {
    /// Whether a folder says that its account wants no digest: `no-digest` or `kein-digest`, on top or in `Spreu`, whatever the
    /// case, with a hyphen, a blank, an underscore or nothing between the words.
    static func stopsDigests(_ name: String) -> Bool {
        let levels = FolderRule.bare(name).lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 1 || levels.count == 2 && levels[0] == "spreu", let last = levels.last else {
            return false
        }
        return ["nodigest", "keindigest"].contains(last.filter { !"-_ ".contains($0) })
    }
}
