// SPDX-License-Identifier: Apache-2.0

/// Spam that promises: inheritances, loans, pills, casinos, coins, seminars, better web pages.
enum Frauds {
    static func play(_ studio: inout Studio) {
        for index in 0..<28 { advanceFee(fees[index % fees.count], &studio) }
        for index in 0..<48 { goods(shops[index % shops.count], &studio) }
        for index in 0..<24 { coldOffer(colds[index % colds.count], &studio) }
    }

    private static func advanceFee(_ offer: Offer, _ studio: inout Studio) {
        let from = Person(name: studio.say(offer.name), address: studio.say("{mr.|mrs.|}[code]@freemail.example.net"))
        var letter = studio.letter(
            spam: true, offer.language, from: from, subject: studio.say(offer.subject), text: studio.say(offer.text),
            route: studio.random.pick([.freemail, .freemail, .stray, .office(domain: "brightfield.example.net")]),
            shape: studio.random.pick([.plain, .plain, .alternative, .flowed]))
        if studio.random.chance(60) {
            letter.replyTo = Person(name: from.name, address: studio.say("[code][count]@freemail.example.net"))
        }
        if studio.random.chance(20) { letter.attachments = [studio.document("Letter.docx", kilobytes: 5...20)] }
        studio.add(letter)
    }

    private static func goods(_ offer: Offer, _ studio: inout Studio) {
        let domain = studio.say("{[code].example.net|news.[code].example.com|[code].example.org}")
        let from = Person(name: studio.say(offer.name), address: studio.say("{news|hello|angebote|[code]}@") + domain)
        let values = ["site": domain]
        var letter = studio.letter(
            spam: true, offer.language, from: from, subject: studio.say(offer.subject, values),
            text: studio.say(offer.text, values), route: studio.random.pick([.bulk, .bulk, .cloud, .stray, .stray]),
            mailer: studio.random.pick([.campaign, .campaign, .script, .webmail]),
            shape: studio.random.pick([.html, .html, .alternative, .plain]))
        if studio.random.chance(55) {
            letter.extra = [("List-Unsubscribe", "<https://\(domain)/u/\(studio.random.hex(12))>")]
            letter.envelope = "bounce-\(studio.random.hex(10))@bulkpost.example.org"
        }
        if studio.random.chance(30) { letter.extra.append(("Precedence", "bulk")) }
        Evasion.apply(studio.random.chance(60) ? studio.random.pick(Evasion.allCases) : .none, to: &letter, &studio)
        studio.add(letter)
    }

    private static func coldOffer(_ offer: Offer, _ studio: inout Studio) {
        let domain = studio.say("{freemail.example.net|[code].example.com|agency.[code].example.org}")
        let from = Person(name: studio.say(offer.name), address: studio.say("{contact|[code]}@") + domain)
        var letter = studio.letter(
            spam: true, offer.language, from: from, subject: studio.say(offer.subject), text: studio.say(offer.text),
            route: domain.hasPrefix("freemail") ? .freemail : studio.random.pick([.office(domain: domain), .cloud]))
        letter.charset = offer.language == .chinese ? studio.random.pick(["gb2312", "gbk", "utf-8"]) : nil
        studio.add(letter)
    }

    /// One fraud: who claims to write, and what.
    private struct Offer {
        var language: Language
        var name: String
        var subject: String
        var text: String
    }

    private static let fees: [Offer] = [
        Offer(
            language: .english, name: "{Barr. John Sample|Mrs. Grace Specimen|Dr. Samuel Example|Auditor Placeholder}",
            subject: "{Dear friend|Confidential proposal|Inheritance|Your payment of [sum] USD}",
            text: """
                {Dear friend|Greetings|Attention beneficiary},
                {I am the lawyer of the late|I am the widow of a merchant named} {Mr. Muster|Engineer Sample}, who left [sum] USD in {a bank|a security vault} and {no next of kin|no heirs}. \
                {I need your help|I seek a trustworthy partner} to transfer the sum abroad; you keep [percent] per cent.
                {Reply with your full name, telephone and account.|Treat this with confidence and answer to my private address.} {God bless you|Yours faithfully}
                """),
        Offer(
            language: .german, name: "{Notar Dr. Beispiel|Frau Maria Platzhalter|Kreditvermittlung}",
            subject: "{Erbschaft|Vertrauliche Nachricht|Kredit ohne Schufa-Auskunft|Spende für Sie}",
            text: """
                {Guten Tag|Lieber Freund|Sehr geehrte Damen und Herren},
                {ich bin der Notar eines verstorbenen Kaufmanns|ich bin schwer krank und möchte mein Vermögen spenden|wir vergeben Kredite von 5.000 bis [sum] Euro}. \
                {Es geht um [sum] Euro, Sie erhalten [percent] Prozent.|Zinsen nur 2 %, Auszahlung in 48 Stunden.}
                {Bitte antworten Sie an meine private Adresse|Senden Sie Namen, Anschrift und Kontonummer}. Gott segne Sie
                """),
        Offer(
            language: .english, name: "{Ms. Anna Sample|Purchase Dept.|Chairman}",
            subject: "{Are you available?|Quick task|Request for quotation [order]}",
            text: """
                {Hi|Hello},
                {Are you at your desk? I need you to handle a payment of [amount] EUR today, I am in a meeting and cannot talk.|We are interested in your products. Please quote for [count] pallets; our order list is with the agent.}
                {Let me know your mobile number.|Send me an email back as soon as you can.}
                {Sent from my phone|Regards}
                """),
        Offer(
            language: .french, name: "{Maître Exemple|Mme Modèle}", subject: "{Don|Héritage|Message confidentiel}",
            text: """
                Bonjour, {je suis le notaire de feu M. Exemple|gravement malade, je souhaite faire un don} d’une somme de [sum] EUR. {Écrivez-moi à mon adresse privée|Envoyez vos coordonnées bancaires}. \
                Que Dieu vous bénisse
                """),
    ]

    private static let shops: [Offer] = [
        Offer(
            language: .english, name: "{Garden Health|Dr. Placeholder|Your Pharmacy}",
            subject:
                "{Save [percent]% this week only|Doctors hate this|Pills without prescription|Lose [count] pounds}",
            text: """
                # {[percent]% off all pills|The oat trick that melts fat}
                {Dear customer|Hello}, {no prescription needed|doctors praise our capsules}. {Free shipping over [amount] EUR.|Limited stock, so be quick!}
                => {Order now|Shop now} | https://[site]/rx?c=[token]
                - {Blue pills|Hair growth drops|Sleep tea}, [count] pieces: [amount] EUR
                => Unsubscribe | https://[site]/unsubscribe?u=[token]
                """),
        Offer(
            language: .german, name: "{Muster Casino|Glücksrad|Ihr VIP-Team}",
            subject: "{[count]0 Freispiele für Sie|Bonus von [percent]0 %|Sie haben gewonnen!}",
            text: """
                # {Willkommensbonus|Herzlichen Glückwunsch}
                {Sehr geehrte Kundin, sehr geehrter Kunde|Guten Tag}, {sichern Sie sich|holen Sie sich} bis [wochentag] {[count]0 Freispiele|einen Gutschein über [amount] Euro}. {Solange der Vorrat reicht!|Ohne Einzahlung.}
                => {Jetzt spielen|Gutschein einlösen|Gewinn abholen} | https://[site]/spiel?c=[token]
                => Abmelden | https://[site]/abmelden?u=[token]
                """),
        Offer(
            language: .english, name: "{Coin Report|Trader Sample|Market Winners}",
            subject: "{This coin will rise [percent]0%|Your wallet: [amount] BTC|Winners and losers}",
            text: """
                {Read what it means for your money|Banks do not want you to know this}. {Our robot earned [amount] EUR on [weekday]|Deposit 250 EUR and double it}.
                => {Read more|Start trading} | https://[site]/coin/[token]
                {You receive this mail because you subscribed.|Webinar on [weekday]: how to earn more.}
                """),
        Offer(
            language: .russian, name: "{Казино Пример|Семинар|Кредит}",
            subject: "{Бонус [percent]0 % за регистрацию|Кредит без справок|Вы выиграли!}",
            text: """
                # {Только сегодня|Поздравляем}
                {Получите бонус [amount] рублей|Семинар по налогам в пятницу|Кредит за 15 минут, без справок}. {Бесплатная доставка|Играйте и выигрывайте}!
                => {Играть|Заказать|Получить} | https://[site]/ru/[token]
                => Отписаться от рассылки | https://[site]/off?u=[token]
                """),
        Offer(
            language: .german, name: "{Gesund mit Hafer|Apotheke Muster|Abnehm-Studio}",
            subject: "{Ärzte staunen|[count] Kilo weniger in 2 Wochen|Potenzmittel ohne Rezept}",
            text: """
                # {Unser Angebot der Woche|Ärzte staunen}
                {Ohne Rezept|Diskret}, {versandkostenfrei ab [amount] Euro|in 24 Stunden bei Ihnen}. {Sparen Sie [percent] %|[count] Tabletten zum Preis von 10}.
                => {Jetzt bestellen|Zum Angebot} | https://[site]/med?c=[token]
                """),
        Offer(
            language: .spanish, name: "{Casino Muestra|Ofertas}", subject: "{¡Ha ganado!|Bono de [amount] EUR}",
            text: """
                # {¡Enhorabuena!|Solo hoy}
                {Reclame su premio de [amount] EUR|Ahorre un [percent] % en relojes}. {Sorteo: gane un coche.|Sin receta.}
                => {Reclamar|Comprar ahora} | https://[site]/es/[token]
                """),
    ]

    private static let colds: [Offer] = [
        Offer(
            language: .english, name: "{Rita Sample|Web Team|Kevin Specimen}",
            subject: "{Your website|Re: first page of search results|Question about musterhof.example.com}",
            text: """
                {Hi|Hello}, I {was on|looked at} your website and {found [count] errors|saw that it is not on the first page}. {We can fix this for [amount] EUR a month.|May I send you a price list?}
                {Are you free for a call on [weekday]?|Just answer this mail and I will send an offer.} {Best regards|Thanks}
                """),
        Offer(
            language: .chinese, name: "{王经理|财务代理|李小姐}", subject: "{代开发票|增值税发票|优惠[percent]%}",
            text: """
                {您好|贵公司负责人}：
                {我公司可代开各类发票|本公司提供增值税发票}，{税率优惠，先开票后付款|点数低至[hour]%}。{培训课程报名中。|请来电咨询。}
                {联系人：王经理 电话 555[number]|谢谢}
                """),
        Offer(
            language: .german, name: "{Vertrieb|Sabine Platzhalter|Adressverlag}",
            subject: "{Firmenadressen [percent] % günstiger|Ihr Eintrag im Branchenbuch|Photovoltaik für Ihre Halle}",
            text: """
                {Guten Tag|Sehr geehrte Damen und Herren}, {wir haben [number] Firmenadressen für Sie|Ihr Eintrag im Branchenbuch läuft aus|Ihre Halle eignet sich für Photovoltaik}. \
                {Der Betrag von [amount] Euro ist innerhalb von 14 Tagen fällig.|Passt es Ihnen am [wochentag]?}
                {Wenn Sie keine Nachrichten wünschen, antworten Sie mit STOP.|Mit freundlichen Grüßen}
                """),
        Offer(
            language: .japanese, name: "{副業サポート|当選係}", subject: "{【当選】[count]万円|簡単な副業のご案内}",
            text: """
                {おめでとうございます。|突然のご連絡失礼いたします。}{[count]万円の受け取り手続きをお願いします。|スマホだけで月[count]万円。}
                => 詳細はこちら | https://[code].example.net/jp?u=[token]
                """),
    ]
}
