// SPDX-License-Identifier: Apache-2.0

extension Letter {
    /// The message as the site's server stored it: its own fields on top, then what came from outside.
    func render(_ random: inout SplitMix64) -> [UInt8] {
        let charset = self.charset ?? random.pick(language.charsets)
        var fields = deliveryFields(&random)
        fields += senderFields(charset: charset, &random)
        let content = content(charset: charset, &random)
        fields += [("MIME-Version", "1.0")] + content.fields + extra
        return Entity(fields: fields, body: content.body).bytes
    }

    /// What the site itself put on top.
    private func deliveryFields(_ random: inout SplitMix64) -> [(name: String, value: String)] {
        let rcpt = recipient.address
        let sender = envelope ?? from.address
        let host = route.host(&random)
        let isStray = if case .stray = route { true } else { false }
        let hello = isStray && random.chance(60) ? "[\(route.address(&random))]" : host
        let arrived = Moment(seconds: moment.seconds + random.int(1...9), zone: World.zone)
        let verdict = random.chance(50) ? "pass" : "none"
        return [
            ("Return-Path", "<\(sender)>"),
            ("Delivered-To", rcpt),
            (
                "Received",
                "from \(World.exchanger) by \(World.store) with LMTP\n\tid \(random.base64Word(12))\n\tfor <\(rcpt)>; "
                    + arrived.later(by: 1).rfc5322
            ),
            (
                "Received",
                "from \(hello) (\(isStray ? "unknown" : host) [\(route.address(&random))])\n"
                    + "\tby \(World.exchanger) (Postfix) with ESMTPS id \(random.word(12, of: "0123456789ABCDEFGHJK"))\n"
                    + "\tfor <\(rcpt)>; \(arrived.rfc5322)"
            ),
            ("Authentication-Results", "\(World.exchanger);\n\tspf=\(verdict) smtp.mailfrom=\(sender)"),
            ("X-Spam-Score", "\(random.int(-2...4)).\(random.int(0...9))"),
        ]
    }

    /// What came from outside.
    private func senderFields(charset: String, _ random: inout SplitMix64) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        func person(_ person: Person) -> String {
            if person.name.isEmpty { return person.address }
            let isPlain = person.name.utf8.allSatisfy { $0 < 127 && $0 != 44 && $0 != 46 }
            let name =
                isPlain
                ? person.name
                : person.name.utf8.allSatisfy { $0 < 127 }
                    ? "\"\(person.name)\"" : EncodedWord.encode(person.name, charset: charset, base64: usesBase64Words)
            return "\(name) <\(person.address)>"
        }
        if random.chance(40) {
            fields.append(
                (
                    "Received",
                    "from [192.0.2.\(random.int(30...250))] (helo=\(random.pick(World.desktops)))\n"
                        + "\tby \(route.host(&random)) with ESMTPA id \(random.hex(10)); \(moment.rfc5322)"
                ))
        }
        if let signer = route.signer(from: from.domain), random.chance(75) {
            fields.append(
                (
                    "DKIM-Signature",
                    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=\(signer); s=\(random.pick(["mail", "s1", "k2"]));\n"
                        + "\th=from:to:subject:date; bh=\(random.base64Word(43))=;\n\tb=\(random.base64Word(64))\n"
                        + "\t \(random.base64Word(64))=="
                ))
        }
        let subject = EncodedWord.encode(self.subject, charset: charset, base64: usesBase64Words)
        var core: [(name: String, value: String)] = [
            ("From", person(from)), ("To", to.map(person).joined(separator: ",\n\t")), ("Subject", subject),
            ("Date", moment.rfc5322), ("Message-ID", messageID),
        ]
        switch mailer {
        case .desk, .phone: break
        case .kite, .terminal: core.swapAt(0, 3)
        case .webmail: core = [core[3], core[0], core[1], core[4], core[2]]
        case .campaign, .script: core = [core[4], core[3], core[2], core[0], core[1]]
        }
        fields += core
        if !cc.isEmpty { fields.append(("Cc", cc.map(person).joined(separator: ", "))) }
        if let replyTo { fields.append(("Reply-To", person(replyTo))) }
        if let last = references.last {
            fields += [("In-Reply-To", last), ("References", references.joined(separator: "\n "))]
        }
        if let agent = mailer.agent, random.chance(85) { fields.append(agent) }
        return fields
    }

    /// Whether this program writes encoded words in base64; Asian charsets always are.
    private var usesBase64Words: Bool {
        language.hasNoSpaces || language == .russian || mailer == .desk || mailer == .campaign
    }

    private func content(charset: String, _ random: inout SplitMix64) -> Entity {
        let blocks = Block.parse(text)
        let isFlowed = shape == .flowed
        let plain = PlainText(language: language, width: shape == .alternative ? 0 : 72, isFlowed: isFlowed)
        let dress = random.chance(80) ? mailer.dress : random.pick(HTMLText.Dress.allCases)
        let html = HTMLText(dress: dress, hiding: hiding, title: subject)
        func plainPart() -> Entity {
            .text(
                plain.render(blocks), charset: charset, encoding: encoding,
                parameters: isFlowed ? "; format=flowed" : "")
        }
        func htmlPart() -> Entity {
            .text(html.render(blocks), subtype: "html", charset: charset, encoding: encoding)
        }
        var content: Entity
        switch shape {
        case _ where body != nil: content = body ?? plainPart()
        case .plain, .flowed: content = plainPart()
        case .html: content = htmlPart()
        case .alternative:
            content = .multipart("alternative", boundary: mailer.boundary(&random), [plainPart(), htmlPart()])
        }
        let pictures = attachments.filter { $0.contentID != nil }
        let files = attachments.filter { $0.contentID == nil }
        if !pictures.isEmpty {
            content = .multipart(
                "related", boundary: mailer.boundary(&random), [content] + pictures.map(Entity.attachment))
        }
        if !files.isEmpty {
            content = .multipart("mixed", boundary: mailer.boundary(&random), [content] + files.map(Entity.attachment))
        }
        return content
    }
}
