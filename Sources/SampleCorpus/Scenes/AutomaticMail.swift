// SPDX-License-Identifier: Apache-2.0

/// Ham that no person wrote: absence notes, bounces, reports, invitations; and the oddly shaped.
enum AutomaticMail {
    static func play(_ studio: inout Studio) {
        for _ in 0..<9 { absence(&studio) }
        for _ in 0..<5 { bounce(&studio) }
        for _ in 0..<7 { report(&studio) }
        for _ in 0..<6 { invitation(&studio) }
        for _ in 0..<8 { short(&studio) }
        for _ in 0..<2 { uuencoded(&studio) }
    }

    private static func absence(_ studio: inout Studio) {
        let language = studio.random.pick([Language.english, .german, .german, .french, .spanish])
        let person = studio.random.pick(World.partners[language] ?? [])
        let text = studio.say(absences[language] ?? "")
        let subject = studio.say("{Out of office|Automatic reply|Abwesenheitsnotiz|Automatische Antwort}: [order]")
        var letter = studio.letter(spam: false, language, from: person, subject: subject, text: text, shape: .plain)
        letter.envelope = ""
        letter.extra = [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
        studio.add(letter)
    }

    private static let absences: [Language: String] = [
        .english:
            "I am out of the office until [weekday] {with limited access to mail|and your mail is not forwarded}. {Urgent: call the shop.|Thank you.}",
        .german:
            "{Ich bin bis [wochentag] nicht im Büro.|Vielen Dank für Ihre Nachricht.} {Ihre E-Mail wird nicht weitergeleitet.|In dringenden Fällen: info@muehlenwerk.example.org}",
        .french:
            "Je suis absente jusqu’à [jour] inclus. {En cas d’urgence, écrivez à info@moulin.example.org.|Merci de votre patience.}",
        .spanish:
            "Estoy fuera de la oficina {hasta el lunes|esta semana}. {Para urgencias, llame al almacén.|Gracias.}",
    ]

    private static func bounce(_ studio: inout Studio) {
        let address = studio.say("{kunde|client|olga}[count]@{gone|old}.example.net")
        let daemon = Person(name: "Mail Delivery System", address: "MAILER-DAEMON@mail.harbour.example.org")
        var letter = studio.letter(
            spam: false, .english, from: daemon, subject: "Undelivered Mail Returned to Sender", text: "",
            route: .office(domain: "harbour.example.org"), mailer: .script, shape: .plain)
        let reason = studio.say(
            "{550 5.1.1 User unknown|552 5.2.2 Mailbox full: over quota|451 4.7.1 Please try again later}")
        let note = Entity.text(
            "This is the mail system at host mail.harbour.example.org.\n\nYour message could not be delivered to\n"
                + "<\(address)>: \(reason)\n", charset: "us-ascii")
        let status = Entity(
            fields: [("Content-Type", "message/delivery-status")],
            body: Array(
                ("Reporting-MTA: dns; mail.harbour.example.org\n\nFinal-Recipient: rfc822; \(address)\n"
                    + "Action: failed\nStatus: \(reason.split(separator: " ")[1])\n").utf8))
        let original = Entity(
            fields: [("Content-Type", "text/rfc822-headers")],
            body: Array(
                "From: info@musterhof.example.com\nTo: \(address)\nSubject: \(studio.say("Offer [order]"))\n".utf8))
        letter.body = .multipart(
            "report", boundary: letter.mailer.boundary(&studio.random), parameters: " report-type=delivery-status;",
            [note, status, original])
        letter.envelope = ""
        letter.extra = [("Auto-Submitted", "auto-replied")]
        studio.add(letter)
    }

    private static func report(_ studio: inout Studio) {
        var letter = studio.letter(
            spam: false, .english, from: Person(name: "Cron Daemon", address: "root@store.musterhof.example.com"),
            subject: studio.say("Cron <root@store> {/usr/local/bin/backup|test -x /usr/sbin/rotate}"),
            text: studio.say(
                "{backup finished:|rotate:} [number] files, [count] warnings\n{WARNING: account disk 9[hour] % full|All limits OK}\nFrom now on the old key is invalid.\nFrom store to vault: [number] bytes"
            ), route: .office(domain: "musterhof.example.com"), mailer: .script, shape: .plain)
        letter.encoding = .sevenBit
        letter.extra = [("Auto-Submitted", "auto-generated"), ("X-Cron-Env", "<SHELL=/bin/sh>")]
        studio.add(letter)
    }

    private static func invitation(_ studio: inout Studio) {
        let language = studio.random.pick([Language.english, .german, .french])
        let person = studio.random.pick(World.partners[language] ?? [])
        let title = studio.say("{Planning|Besprechung Ernte|Revue de contrat|Bank visit} [order]")
        var letter = studio.letter(
            spam: false, language, from: person, subject: title, text: "", mailer: .webmail, shape: .plain)
        let (year, month, day) = letter.moment.later(by: 300_000).civil
        let stamp = "\(year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)T090000Z"
        let calendar = """
            BEGIN:VCALENDAR
            VERSION:2.0
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:\(studio.random.hex(20))@\(person.domain)
            DTSTART:\(stamp)
            SUMMARY:\(title)
            ORGANIZER;CN=\(person.name):mailto:\(person.address)
            END:VEVENT
            END:VCALENDAR

            """
        letter.body = .multipart(
            "alternative", boundary: letter.mailer.boundary(&studio.random),
            [
                .text(title + "\n", charset: "utf-8"),
                .text(
                    calendar, subtype: "calendar", charset: "utf-8", encoding: .base64, parameters: "; method=REQUEST"),
            ])
        studio.add(letter)
    }

    /// Mail with hardly any text, or with nothing but a file.
    private static func short(_ studio: inout Studio) {
        let language = studio.random.pick([Language.english, .german, .russian, .chinese])
        let person = studio.random.pick(World.partners[language] ?? [])
        var letter = studio.letter(
            spam: false, language, from: person, subject: studio.say("{|scan|foto|[number]|Re:}"),
            text: studio.say(
                "{ok|ja|👍|=> https://maps.example.org/p/[code] | https://maps.example.org/p/[code]|bis gleich|.}"),
            mailer: .phone, shape: .plain)
        if studio.random.chance(60) {
            letter.attachments = [studio.document(studio.say("{IMG_[number].jpg|scan[number].pdf}"), kilobytes: 6...60)]
        }
        studio.add(letter)
    }

    /// A file inside the plain text, as before MIME.
    private static func uuencoded(_ studio: inout Studio) {
        let person = Person(name: "T. Tester", address: "tester@freemail.example.net")
        var letter = studio.letter(
            spam: false, .english, from: person, subject: studio.say("old price table [order]"), text: "",
            mailer: .terminal, shape: .plain)
        var lines = ["Here is the table you asked for.", "", "begin 644 prices.dat"]
        let bytes = studio.random.bytes(45 * 6)
        for start in stride(from: 0, to: bytes.count, by: 45) {
            var line = "M"
            for at in stride(from: start, to: start + 45, by: 3) {
                let group = Int(bytes[at]) << 16 | Int(bytes[at + 1]) << 8 | Int(bytes[at + 2])
                for shift in [18, 12, 6, 0] {
                    let digit = group >> shift & 63
                    line.unicodeScalars.append(Unicode.Scalar(UInt8(digit == 0 ? 96 : digit + 32)))
                }
            }
            lines.append(line)
        }
        lines += ["`", "end", ""]
        letter.body = .text(lines.joined(separator: "\n"), charset: "us-ascii")
        studio.add(letter)
    }
}
