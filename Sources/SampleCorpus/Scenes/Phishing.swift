// SPDX-License-Identifier: Apache-2.0

/// Spam that imitates transactions: banks, parcels, full mailboxes, invoices that nobody owes.
enum Phishing {
    static func play(_ studio: inout Studio) {
        for index in 0..<44 { hook(languages[index % languages.count], &studio) }
        for _ in 0..<20 { invoice(&studio) }
        for _ in 0..<8 { hijackedThread(&studio) }
    }

    private static let languages: [Language] = [
        .german, .english, .german, .french, .english, .german, .spanish, .russian, .japanese, .english, .italian,
    ]

    private static func hook(_ language: Language, _ studio: inout Studio) {
        guard let texts = texts[language] else { return }
        let (name, subject, text) = studio.random.pick(texts)
        let domain = studio.say(
            "{bank-[code].example.net|service.[code].example.org|post.example-[code].example.com|login.[code].example.net|freemail.example.net}"
        )
        let from = Person(name: name, address: studio.say("{service|noreply|info|support|[code]}@") + domain)
        let route = route(domain, &studio)
        let values = ["site": domain, "firm": "musterhof.example.com"]
        var letter = studio.letter(
            spam: true, language, from: from, subject: studio.say(subject, values), text: studio.say(text, values),
            route: route, mailer: studio.random.pick([.script, .campaign, .desk, .webmail, .phone]),
            shape: studio.random.pick([.html, .alternative, .html, .plain]))
        if studio.random.chance(25) { letter.envelope = "bounce-\(studio.random.hex(10))@bulkpost.example.org" }
        if studio.random.chance(20) { letter.extra = [("Auto-Submitted", "auto-generated")] }
        Evasion.apply(studio.random.chance(35) ? studio.random.pick(Evasion.allCases) : .none, to: &letter, &studio)
        studio.add(letter)
    }

    private static func route(_ domain: String, _ studio: inout Studio) -> Route {
        studio.random.pick([
            .cloud, .bulk, .stray, .stray, .office(domain: domain), .office(domain: "muehlenwerk.example.org"),
        ])
    }

    private static func invoice(_ studio: inout Studio) {
        let language = studio.random.pick([Language.german, .english, .german, .french])
        let name = studio.say(
            "{Buchhaltung|Accounting|Rechnungsstelle|Klaus Platzhalter|Martha Sample|Service comptable}")
        let from = Person(name: name, address: studio.say("{rechnung|office|k.platzhalter|billing}@[code].example.org"))
        let (subject, text) = studio.random.pick(invoices[language] ?? [])
        var letter = studio.letter(
            spam: true, language, from: from, subject: studio.say(subject), text: studio.say(text),
            route: studio.random.pick([.office(domain: from.domain), .freemail, .stray, .cloud]))
        let file = studio.say(
            "{Rechnung|Invoice|Mahnung|Scan|document}{_|-}[number].{zip|pdf|html|docx|xlsx|iso|pdf.exe}")
        letter.attachments = [studio.document(file, kilobytes: 3...50)]
        studio.add(letter)
    }

    /// An answer to a real thread out of a stolen mailbox: the hardest kind.
    private static func hijackedThread(_ studio: inout Studio) {
        let threads = studio.letters.filter {
            !$0.isSpam && !$0.messageID.isEmpty && $0.body == nil && $0.extra.isEmpty
        }
        let victim = studio.random.pick(threads)
        let route: Route = studio.random.chance(50) ? World.route(of: victim.from) : .stray
        var letter = studio.letter(
            spam: true, victim.language, from: victim.from, subject: "Re: " + victim.subject, text: "", route: route)
        if case .stray = route { letter.from.address = studio.say("[code]@example.net") }
        letter.moment = victim.moment.later(by: studio.random.int(200_000...2_000_000))
        letter.references = [victim.messageID]
        let head = Phrase.fill(
            victim.language.attribution, ["day": victim.moment.day(in: victim.language), "who": "musterhof"])
        let lure = studio.say(
            victim.language == .german
                ? "Guten Tag, {bitte prüfen Sie dringend|anbei} {das geänderte Dokument|die neue Bankverbindung}. Passwort: [code]\n=> Dokument_[number] | https://files.[code].example.net/d/[token]"
                : "Hello, {please check|see} the {updated document|new payment details}. Password: [code]\n=> Document_[number] | https://files.[code].example.net/d/[token]"
        )
        let quoted = victim.text.split(separator: "\n").filter { !$0.hasPrefix("-- ") }.prefix(6).map { "> \($0)" }
        letter.text = ([lure, head] + quoted).joined(separator: "\n")
        studio.add(letter)
    }

    private static let invoices: [Language: [(String, String)]] = [
        .english: [
            (
                "{Invoice|Overdue invoice|Payment reminder} {#|no. }[number]",
                """
                {Dear Sir or Madam|Hello},
                {please find attached|the attached file holds} the {outstanding invoice|invoice} no. [number] over [amount] EUR. {Please transfer the amount within 24 hours|\
                Kindly process payment today} to {our new account|the account in the document} {to avoid legal action|}.
                {Kind regards|Best wishes}, accounting
                """
            )
        ],
        .german: [
            (
                "{Offene Rechnung|Letzte Mahnung|Rechnung|Zahlungserinnerung} Nr. [number]",
                """
                {Sehr geehrte Damen und Herren|Guten Tag},
                {im Anhang finden Sie|anbei erhalten Sie} {die offene Rechnung|Ihre Rechnung} Nr. [number] über [amount] Euro. {Bitte überweisen Sie den Betrag innerhalb von 24 Stunden|\
                Wir bitten um umgehende Zahlung} auf {unser neues Konto|das im Dokument genannte Konto}{, sonst übergeben wir an das Inkasso|}.
                Mit freundlichen Grüßen, Ihre Buchhaltung
                """
            )
        ],
        .french: [
            (
                "{Facture|Relance facture} n° [number]",
                """
                Bonjour, veuillez trouver ci-joint la facture n° [number] de [amount] EUR. {Merci de régler aujourd’hui|Le règlement est attendu sous 24 heures} sur notre nouveau compte.
                Cordialement, le service comptable
                """
            )
        ],
    ]

    private static let texts: [Language: [(String, String, String)]] = [
        .english: [
            (
                "Example Bank", "{Your account is limited|New sign-in to your account|Please verify your account}",
                """
                Dear {customer|client},
                {we noticed an unusual sign-in|your account was used} from a new device on [weekday]. {For your security we limited your account.|Your card will be blocked in 24 hours.}
                => https://www.bank.example.com/login | https://[site]/bank/verify?id=[token]
                {If you do not confirm your password today, your account will be closed.|Thank you for your trust.}
                """
            ),
            (
                "IT Helpdesk", "{Mailbox full|Password expires today|[count] messages are pending} {for [firm]|}",
                """
                Hello, your mailbox at [firm] {is 9[hour] % full|has reached its limit}. {Incoming mail is held back.|Your password expires today.}
                => Keep my password | https://[site]/webmail/?u=[token]
                {IT department|System administrator of [firm]}
                """
            ),
        ],
        .german: [
            (
                "Muster Post Paket", "{Ihr Paket konnte nicht zugestellt werden|Sendung [order] wartet}",
                """
                Guten Tag, Ihr Paket mit der Sendungsnummer [number] {konnte nicht zugestellt werden|liegt im Verteilzentrum}. {Es fehlen Zollgebühren von 1,99 Euro.|Bitte bestätigen Sie Ihre Anschrift.}
                => Sendung verfolgen | https://[site]/paket?nr=[token]
                Ohne Bestätigung innerhalb von 48 Stunden geht die Sendung zurück.
                """
            ),
            (
                "Beispielbank AG",
                "{Ihr Konto wurde eingeschränkt|Sicherheitsprüfung erforderlich|Neue Nachricht in Ihrem Postfach}",
                """
                {Sehr geehrter Kunde|Sehr geehrte Kundin, sehr geehrter Kunde},
                {aus Sicherheitsgründen haben wir Ihr Konto eingeschränkt|wir haben eine Anmeldung von einem neuen Gerät bemerkt}. {Bitte bestätigen Sie Ihre Daten bis [wochentag].|Ihr TAN-Verfahren läuft ab.}
                => Jetzt bestätigen | https://[site]/beispielbank/login?[token]
                Mit freundlichen Grüßen, Ihre Beispielbank
                """
            ),
            (
                "Postmaster", "{Ihr Postfach ist fast voll|[count] E-Mails wurden zurückgehalten}",
                """
                Ihr Postfach bei [firm] {ist zu 9[hour] % belegt|hat die Obergrenze erreicht}. {Nachrichten werden nicht mehr zugestellt.|Das Kennwort läuft heute ab.}
                => Speicher erweitern | https://[site]/owa/[token]
                """
            ),
        ],
        .french: [
            (
                "Assurance Modèle", "{Votre remboursement de [amount] EUR|Votre carte expire}",
                """
                Bonjour, {un remboursement de [amount] EUR vous attend|votre carte sera suspendue}. {Confirmez vos coordonnées bancaires|Mettez à jour votre dossier} sous 48 heures.
                => Accéder à mon compte | https://[site]/ameli/[token]
                """
            )
        ],
        .spanish: [
            (
                "Banco Muestra", "{Su cuenta ha sido limitada|Aviso de seguridad}",
                """
                Estimado cliente: {hemos detectado un acceso inusual|su cuenta ha sido limitada}. {Verifique sus datos hoy|Confirme su contraseña} para evitar el bloqueo.
                => Verificar ahora | https://[site]/banco/[token]
                """
            )
        ],
        .italian: [
            (
                "Poste Esempio", "{Il suo pacco è in attesa|Conto sospeso}",
                """
                Gentile cliente, {il suo pacco [number] è fermo|il suo conto è sospeso}. {Paghi 1,99 EUR di dogana|Confermi i dati} entro 24 ore.
                => Conferma | https://[site]/it/[token]
                """
            )
        ],
        .russian: [
            (
                "Служба доставки", "{Ваша посылка задержана|Ваш счёт заблокирован}",
                """
                Здравствуйте! {Ваша посылка [number] задержана на складе|Ваш счёт временно заблокирован}. {Оплатите пошлину 99 руб.|Подтвердите пароль} в течение 24 часов.
                => Подтвердить | https://[site]/ru/[token]
                """
            )
        ],
        .japanese: [
            (
                "見本銀行", "【重要】{お客様の口座が制限されました|本人確認のお願い}",
                """
                お客様各位
                {第三者による不正なログインを確認しました。|お支払い情報の更新が必要です。}{24時間以内に確認されない場合、口座を停止します。|カードのご利用を制限しております。}
                => ログインはこちら | https://[site]/jp/[token]
                見本銀行
                """
            )
        ],
    ]
}
