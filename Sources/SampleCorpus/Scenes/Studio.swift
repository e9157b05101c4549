// SPDX-License-Identifier: Apache-2.0

/// Where scenes write their letters: the random numbers, the calendar and the letters so far.
struct Studio {
    var random: SplitMix64
    private(set) var letters: [Letter] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A moment of the corpus's time: on working days from 7 to 19 h by preference.
    mutating func moment(zone: Int = 60) -> Moment {
        let day = random.int(0...(World.days - 1))
        let hour = random.chance(80) ? random.int(6...17) : random.int(0...23)
        return Moment(
            seconds: World.start - 6 * 3_600 + day * 86_400 + hour * 3_600 + random.int(0...3_599), zone: zone)
    }

    /// Text with its choices made and its gaps filled; `values` win over the general ones.
    mutating func say(_ template: String, _ values: [String: String] = [:]) -> String {
        Phrase.expand(template, facts().merging(values) { _, own in own }, &random)
    }

    /// Values for gaps that many texts have.
    private mutating func facts() -> [String: String] {
        let amount = "\(random.int(9...4_900)),\(random.int(10...99))"
        return [
            "amount": amount,
            "sum": "\(random.int(2...48)).\(random.int(100...999)).000",
            "number": "\(random.int(10_000...999_999))",
            "order": "\(random.word(3, of: "ABCDEFGHKLMNPRSTUVWXYZ"))-\(random.int(10_000...99_999))",
            "percent": "\(random.int(2...19) * 5)",
            "count": "\(random.int(2...40))",
            "hour": "\(random.int(8...17))",
            "weekday": random.pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
            "wochentag": random.pick(["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"]),
            "jour": random.pick(["lundi", "mardi", "mercredi", "jeudi", "vendredi"]),
            "code": random.word(8, of: "abcdefghjkmnpqrstuvwxyz23456789"),
            "version": "\(random.int(1...4)).\(random.int(0...14)).\(random.int(0...9))",
            "token": random.hex(24),
        ]
    }

    mutating func add(_ letter: Letter) {
        var letter = letter
        if letter.messageID.isEmpty {
            let host = letter.from.domain
            letter.messageID = letter.mailer.messageID(letter.moment, host: host, &random)
        }
        if letter.encoding == nil && letter.body == nil {
            // Programs differ; nothing here depends on whether the mail is wanted.
            let chance = random.int(0...99)
            letter.encoding = chance < 15 ? .base64 : chance < 35 ? .quotedPrintable : chance < 60 ? .eightBit : nil
        }
        letters.append(letter)
    }

    /// A letter of one person to the firm, by that person's usual route.
    mutating func letter(
        spam: Bool, _ language: Language, from: Person, subject: String, text: String, route: Route? = nil,
        mailer: Mailer? = nil, shape: Letter.Shape? = nil
    ) -> Letter {
        let zones: [Language: Int] = [.russian: 180, .japanese: 540, .chinese: 480]
        return Letter(
            isSpam: spam, language: language, moment: moment(zone: zones[language] ?? (random.chance(85) ? 60 : -300)),
            route: route ?? World.route(of: from), mailer: mailer ?? random.pick([.desk, .kite, .webmail, .phone]),
            from: from, to: [random.pick(World.staff)], subject: subject, text: text,
            shape: shape ?? random.pick([.plain, .alternative, .alternative, .flowed]))
    }

    /// A file that looks like a document of its kind: the right first bytes, then noise.
    mutating func document(_ name: String, kilobytes: ClosedRange<Int>) -> Attachment {
        let kinds: [(ending: String, type: String, magic: String)] = [
            (".pdf", "application/pdf", "%PDF-1.4\n%sample\n"), (".zip", "application/zip", "PK\u{3}\u{4}"),
            (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\u{3}\u{4}"),
            (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\u{3}\u{4}"),
            (".png", "image/png", "\u{89}PNG\r\n"), (".jpg", "image/jpeg", "\u{FF}"),
            (".html", "text/html", "<html><body><form action=\"https://login.example.net/\">"),
            (".csv", "text/csv", "Datum;Betrag\n"),
        ]
        let kind = kinds.first { name.hasSuffix($0.ending) } ?? (name, "application/octet-stream", "")
        let size = random.int(kilobytes) * 256
        return Attachment(
            name: name, type: kind.type,
            bytes: kind.magic.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
                + random.bytes(size))
    }
}
