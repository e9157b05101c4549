// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what mail servers write when mail does not arrive.
///
/// - SeeAlso: RFC 3464; RFC 3463 for the codes.
struct BounceReader {
    let site: SiteIdentity

    /// The most recipients of one notification.
    private static let maxRecipients = 1_000

    /// The recipients that a notification is about, each a bounce; none if the message is no notification of that kind, or says that
    /// mail has arrived.
    func bounces(in message: Message) -> [Bounce] {
        let date = message.date.map { Int($0.secondsSince1970) }
        let notice = NoticeText(message)
        var original = OriginalMessage(copiedIn: message, site: site)
        if original == OriginalMessage(), let copied = notice.copied {
            original = OriginalMessage(copied, site: site)
        }
        if let groups = Self.statusFields(of: message) {
            return fromStatus(groups, notice, original, date)
        }
        return fromText(message, notice, original, date)
    }

    // MARK: RFC 3464

    /// The fields of a delivery status, by its type or by what the part begins with.
    private static func statusFields(of message: Message) -> [Header]? {
        for part in message.parts where part.contentType.type != "multipart" {
            let isNamed = part.contentType.type == "message" && part.contentType.subtype.hasSuffix("delivery-status")
            guard isNamed || FieldGroup.holds("final-recipient:", part) || FieldGroup.holds("original-recipient:", part)
            else {
                continue
            }
            let groups = FieldGroup.all(in: part)
            if groups.contains(where: { $0.first("final-recipient") != nil || $0.first("original-recipient") != nil })
                && groups.contains(where: { $0.first("action") != nil || $0.first("status") != nil })
            {
                return groups
            }
            // Its recipients may be missing; the text says the rest.
            if isNamed { continue }
        }
        return nil
    }

    private func fromStatus(
        _ groups: [Header], _ notice: NoticeText, _ original: OriginalMessage, _ date: Int?
    ) -> [Bounce] {
        var original = original
        // The site's own server says its queue id outright.
        let server = groups.first?.first("reporting-mta")?.unfolded.split(separator: ";").last
        if let server, site.isOwn(host: server.trimmingPrefix(" ").description),
            let id = groups.first?.first("x-postfix-queue-id")?.unfolded
        {
            original.queueID = original.queueID ?? String(id.prefix(80))
        }
        let noticed = BounceRules.match(notice.words)
        var found: [Bounce] = []
        for group in groups.prefix(Self.maxRecipients) {
            let recipient = group.first("final-recipient") ?? group.first("original-recipient")
            let action = group.first("action")?.unfolded.lowercased() ?? ""
            guard recipient != nil || !action.isEmpty else { continue }
            // `delivered`, `relayed`, `expanded`: it has arrived.
            if ["delivered", "relayed", "expanded", "deliverable"].contains(where: { action.hasPrefix($0) }) {
                continue
            }
            let given = group.first("status")?.unfolded
            let diagnosis = NoticeText.plain(group.first("diagnostic-code")?.decoded ?? "")
            let status = BounceStatus(given: given, text: diagnosis.isEmpty ? notice.words : diagnosis)
            if status.code?.hasPrefix("2.") == true, action.isEmpty { continue }
            found.append(
                Bounce(
                    reason: BounceRules.reason(diagnosis, status: status, else: noticed), status: status.code,
                    isFinal: !action.hasPrefix("delayed"),
                    recipientDomain: recipient.flatMap { Self.domain(inField: $0.unfolded) }, original: original,
                    date: date))
        }
        return found
    }

    /// The domain of `rfc822; someone@example.com`.
    private static func domain(inField value: String) -> String? {
        let address = value.split(separator: ";", maxSplits: 1).last ?? ""
        return NoticeText.domains(in: address).first
    }

    // MARK: others

    private func fromText(
        _ message: Message, _ notice: NoticeText, _ original: OriginalMessage, _ date: Int?
    ) -> [Bounce] {
        guard BounceSigns.isNotification(message, notice) else { return [] }
        let failed = message.header.all("x-failed-recipients").flatMap {
            AddressList(parsing: $0).mailboxes.map(\.address)
        }
        var sections = notice.recipientSections
        if sections.isEmpty { sections = failed.prefix(Self.maxRecipients).map { ($0[...], notice.words) } }
        if sections.isEmpty { sections = [("", notice.words)] }
        let isDelay = BounceSigns.isDelay(message, notice)
        let noticed = BounceRules.match(notice.words)
        return sections.prefix(Self.maxRecipients).map { address, words in
            let status = BounceStatus(given: nil, text: words)
            return Bounce(
                reason: BounceRules.reason(words, status: status, else: noticed), status: status.code,
                isFinal: !isDelay, recipientDomain: NoticeText.domains(in: address).first, original: original,
                date: date)
        }
    }
}

extension NoticeText {
    /// The domains of the addresses in a text, in lower case; of the beginning of a long one.
    ///
    /// Each byte is looked at once or twice: the text may be a stranger's.
    static func domains(in text: some StringProtocol) -> [String] {
        let bytes = Array(text.utf8.prefix(limit))
        var domains: [String] = []
        var index = 1
        while index < bytes.count {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "@"), !notInLocalPart.contains(bytes[index - 1]) else { continue }
            var end = index + 1
            while end < bytes.count, isOfDomain(bytes[end]) { end += 1 }
            let labels = bytes[(index + 1)..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            // A full stop may end the sentence.
            let named = labels.prefix { !$0.isEmpty }
            if named.count > 1 {
                domains.append(
                    String(decoding: Array(named.joined(separator: [UInt8(ascii: ".")])), as: UTF8.self).lowercased())
            }
            index = end - 1
        }
        return domains
    }

    private static let notInLocalPart = Set(" \t\r\n<>@\"',;:()".utf8)

    private static func isOfDomain(_ byte: UInt8) -> Bool {
        0x61...0x7a ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    /// What is said of each recipient, where lines begin with addresses: the address, and the words up to the next.
    var recipientSections: [(address: Substring, words: String)] {
        var found: [(Substring, [Substring])] = []
        for line in lines where found.count < 1_000 {
            let start = line.drop { $0 == " " || $0 == "\t" || $0 == "<" || $0 == "\"" || $0 == "-" || $0 == "*" }
            let address = start.prefix { !" \t<>:,;()\"".contains($0) }
            let isAddress =
                address.utf8.count < 255 && address.contains("@") && !address.hasPrefix("@") && !address.hasSuffix("@")
            // An address within a sentence begins no section.
            let rest = start.dropFirst(address.count).drop { $0 == ">" || $0 == "\"" }
            if isAddress,
                rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix(" ") && rest.count < 4 || rest.hasPrefix("...")
            {
                if !found.contains(where: { $0.0 == address }) { found.append((address, [rest])) }
            } else if !found.isEmpty {
                found[found.count - 1].1.append(line)
            }
        }
        return found.map { ($0.0, Self.plain($0.1.joined(separator: " "))) }
    }
}
