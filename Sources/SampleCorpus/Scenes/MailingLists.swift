// SPDX-License-Identifier: Apache-2.0

/// Ham: two mailing lists, with patches, signatures, footers and a digest.
enum MailingLists {
    private static let authors = [
        Person(name: "Rosa Dummy", address: "rosa@dummy.example.org"),
        Person(name: "T. Tester", address: "tester@freemail.example.net"),
        Person(name: "Bjørn Prøve", address: "bjorn@prove.example.net"),
        Person(name: "Zoë Fixture", address: "zoe.fixture@brightfield.example.net"),
        Person(name: "Иван Образцов", address: "ivan.obraztsov@freemail.example.net"),
    ]

    static func play(_ studio: inout Studio) {
        for _ in 0..<16 { discussion(&studio) }
        for _ in 0..<2 { digest(&studio) }
    }

    private static func discussion(_ studio: inout Studio) {
        let list = studio.random.pick(["grinder-dev", "hofladen"])
        let language: Language = list == "hofladen" ? .german : .english
        var last: Letter?
        for round in 0..<studio.random.int(1...2) {
            let author = studio.random.pick(authors)
            let (subject, text) = studio.random.pick(language == .german ? german : english)
            var letter = studio.letter(
                spam: false, language, from: author, subject: "[\(list)] " + studio.say(subject),
                text: studio.say(text),
                route: .list, mailer: studio.random.pick([.terminal, .kite, .terminal, .webmail]),
                shape: studio.random.pick([.plain, .flowed, .plain]))
            letter.to = [Person(name: "", address: "\(list)@lists.example.org")]
            if let last, round > 0 {
                letter.subject = "Re: " + last.subject
                letter.moment = last.moment.later(by: studio.random.int(900...80_000))
                letter.references = last.references + [last.messageID]
                let quoted = last.text.split(separator: "\n").prefix(6).map { "> \($0)" }
                letter.text = (quoted + [studio.say(studio.random.pick(replies[language == .german ? 1 : 0]))])
                    .joined(separator: "\n")
            }
            letter.text += "\n-- \(author.name)\n_______________________________________________\n"
            letter.text += "=> \(list) mailing list | https://lists.example.org/listinfo/\(list)"
            letter.envelope = "\(list)-bounces@lists.example.org"
            letter.extra = [
                ("List-Id", "<\(list).lists.example.org>"), ("Precedence", "list"),
                ("List-Unsubscribe", "<https://lists.example.org/options/\(list)>"),
                ("Sender", "\(list)-bounces@lists.example.org"),
            ]
            studio.add(letter)
            last = studio.letters[studio.letters.count - 1]
        }
    }

    /// Several list messages in one, as multipart/digest.
    private static func digest(_ studio: inout Studio) {
        let contents = studio.letters.filter { $0.envelope == "grinder-dev-bounces@lists.example.org" }
        let chosen = studio.random.pick(3, of: contents)
        let inner = chosen.map { letter in
            Entity(fields: [("Content-Type", "message/rfc822")], body: letter.render(&studio.random))
        }
        let boundary = Mailer.terminal.boundary(&studio.random)
        var letter = studio.letter(
            spam: false, .english, from: Person(name: "", address: "grinder-dev-request@lists.example.org"),
            subject: studio.say("grinder-dev Digest, Vol [count], Issue [hour]"), text: "", route: .list,
            mailer: .terminal, shape: .plain)
        let head = Entity.text(
            "Send grinder-dev mailing list submissions to\n\tgrinder-dev@lists.example.org\n\nToday's Topics:\n\n"
                + chosen.map { "   * \($0.subject)\n" }.joined(), charset: "us-ascii")
        letter.body = .multipart(
            "mixed", boundary: boundary, [head, .multipart("digest", boundary: boundary + "d", inner)])
        letter.extra = [("List-Id", "<grinder-dev.lists.example.org>"), ("Precedence", "bulk")]
        studio.add(letter)
    }

    private static let english: [(String, String)] = [
        (
            "[PATCH{| v2| v3}] {hopper|mill|scale}: {do not overrun the buffer|free the handle on error|check the limit first}",
            """
            {The loop in|When} weigh_sack() {reads one byte past the end|leaks a handle} when {the sack is empty|the scale returns zero}.
            Fix it by {testing the count first|moving the check}. Found with {the sanitizer|a very small sack}.
            Signed-off-by: T. Tester <tester@freemail.example.net>
            diff --git a/src/mill.c b/src/mill.c
            @@ -[number],7 +[number],7 @@ static int weigh_sack(struct sack *s)
            -    for (i = 0; i <= s->count; i++)
            +    for (i = 0; i < s->count; i++)
            """
        ),
        (
            "{Release|ANN: grinder} [version]{| is out| release candidate}",
            """
            {I am pleased to announce|Just uploaded:} grinder [version]. {This is a bug fix release.|It is free software, as ever; download it now.}
            - {faster start|fewer allocations when the sack is large}
            - {the scale driver no longer needs root|new option --limit}
            => Download | https://grinder.example.org/download/[version]
            From here on the old format is read-only. Please test, report and click through the new wizard.
            """
        ),
        (
            "{Build fails|Segfault|Question about limits} {with|on} {the new compiler|32 bit|an empty hopper}",
            """
            Hi all, since [version] {my build stops|it crashes} with {error: 'limit' undeclared|a bus error}. {Log below.|Is it just me?}
            {I guess the account used by the service lacks rights.|Bisect points to the verification change.}
            {Any hint is welcome|Thanks for all the work}!
            """
        ),
    ]

    private static let german: [(String, String)] = [
        (
            "{Hofladen: Preise|Sammelbestellung|Kasse} {Herbst|Winter|für [wochentag]}",
            """
            Hallo zusammen, {wer macht mit bei|es gibt wieder} {der Sammelbestellung Gläser|Kürbiskernöl}? {Ab [count] Kisten wird es günstiger, [percent] % \
            Rabatt.|Mindestens [amount] Euro.}
            {Bitte bis [wochentag] melden.|Angebot gilt nur diese Woche, also schnell sein :-)} {Überweisung auf das bekannte Konto.|Bar geht auch.}
            """
        ),
        (
            "{Kartenleser|Waage|Drucker} {streikt|gesucht|defekt}",
            """
            Moin, {hat jemand|kennt jemand} {Erfahrung mit|einen Ersatz für} {der alten Waage|dem Bondrucker}? {Der Händler antwortet nicht.|Die Garantie ist abgelaufen.}
            {Danke euch!|Grüße von der Küste}
            """
        ),
    ]

    private static let replies = [
        [
            "Applied, thanks. {Next time please wrap at 72.|A test would be nice.}",
            "{NAK|I don't think so}. {The limit is checked in the caller.|This breaks the 32 bit build.}",
            "{Same here|Works for me} with [version]. {Did you clear the cache?|Use --limit [count].}",
        ],
        [
            "{Bin dabei|Ich auch}, [count] Kisten bitte. {Gruß|LG}",
            "{Leider nein.|Kann ich nicht empfehlen.} {Frag mal in der Genossenschaft.|Schau bei den Kleinanzeigen.}",
        ],
    ]
}
