// SPDX-License-Identifier: Apache-2.0

/// Ham that looks like spam: newsletters that the firm ordered, sent through the same provider as much junk.
enum Newsletters {
    private static let senders: [(Language, Person)] = [
        (.english, Person(name: "Garden & Grain Weekly", address: "news@gardengrain.example.com")),
        (.english, Person(name: "Sample Software Ltd.", address: "hello@software.example.com")),
        (.german, Person(name: "Landwirtschaft heute", address: "newsletter@landheute.example.com")),
        (.german, Person(name: "Bürobedarf Zettel", address: "angebote@zettel.example.com")),
        (.german, Person(name: "Verein Hofläden e. V.", address: "post@hoflaeden.example.org")),
        (.french, Person(name: "La Lettre du Moulin", address: "lettre@moulin.example.org")),
        (.spanish, Person(name: "Huerta al Día", address: "boletin@huerta.example.org")),
        (.russian, Person(name: "Мельница. Новости", address: "news@melnica.example.org")),
        (.japanese, Person(name: "水車通信", address: "mail@suisha.example.org")),
        (.chinese, Person(name: "磨坊周报", address: "news@mofang.example.org")),
    ]

    static func play(_ studio: inout Studio) {
        for index in 0..<34 {
            let (language, sender) = senders[index % senders.count]
            guard let texts = texts[language] else { continue }
            let (subject, text) = studio.random.pick(texts)
            let domain = sender.domain
            var letter = studio.letter(
                spam: false, language, from: sender, subject: studio.say(subject),
                text: studio.say(text, ["site": domain]) + "\n" + studio.say(footer[language] ?? "", ["site": domain]),
                route: studio.random.chance(80) ? .bulk : .cloud,
                mailer: studio.random.chance(80) ? .campaign : .script,
                shape: studio.random.chance(70) ? .alternative : .html)
            letter.envelope = "bounce-\(studio.random.hex(10))@bulkpost.example.org"
            letter.extra = [
                ("List-Unsubscribe", "<https://\(domain)/u/\(studio.random.hex(12))>"),
                ("List-Id", "<\(studio.random.hex(6)).bulkpost.example.org>"),
            ]
            if studio.random.chance(50) { letter.extra.append(("Precedence", "bulk")) }
            // The preview line that mail programs show: hidden text in wanted mail.
            if studio.random.chance(40) {
                letter.text = studio.say("~ {[percent] %|Top|New|Neu}: [number]\n") + letter.text
            }
            studio.add(letter)
        }
    }

    private static let footer: [Language: String] = [
        .english: """
        You receive this {mail|newsletter} because you {subscribed|signed up} at [site].
        => Unsubscribe | https://[site]/unsubscribe?u=[token]
        """,
        .german: """
        Sie erhalten {diese E-Mail|diesen Newsletter}, weil Sie sich unter [site] angemeldet haben.
        => Abmelden | https://[site]/abmelden?u=[token]
        """,
        .french: "=> Se désabonner | https://[site]/stop?u=[token]",
        .spanish: "=> Darse de baja | https://[site]/baja?u=[token]",
        .russian: "=> Отписаться от рассылки | https://[site]/off?u=[token]",
        .japanese: "=> 配信停止はこちら | https://[site]/off?u=[token]",
        .chinese: "=> 退订 | https://[site]/off?u=[token]",
    ]

    private static let texts: [Language: [(String, String)]] = [
        .english: [
            (
                "{Save|Last chance: save} [percent]% on {seeds|jars|tools}{| this week only| until [weekday]}!",
                """
                # [percent]% off {everything for the garden|all jars}
                !img {Autumn sale|} | https://[site]/i/[token].png
                {Dear customer|Hello}, {our autumn sale ends|prices go up} on [weekday]. {Free shipping over [amount] EUR.|Limited stock, so be quick!}
                => {Shop now|Order now|See all offers} | https://[site]/sale?c=[token]
                - {Pumpkin seeds|Oats}, [count] kg: [amount] EUR
                """
            ),
            (
                "{What's new in|Your update on} {version [version]|the mill trade}",
                """
                # {This week|In this issue}
                {Grain prices rose by [percent] per cent|Banks grant cheaper loans for mills|Doctors praise oats against weight}. {Read what it means for your shop.|\
                Winners and losers at a glance.}
                => Read more | https://[site]/a/[number]
                {Webinar on [weekday]: how to earn more with a farm shop.|Security: we changed how passwords are verified.}
                """
            ),
        ],
        .german: [
            (
                "{Nur bis [wochentag]|Jetzt}: [percent] % {auf alles|Rabatt auf Gläser|auf Büromöbel}",
                """
                # {Unser Angebot der Woche|Herbstaktion}
                !img {Aktion|} | https://[site]/bild/[token].jpg
                {Sehr geehrte Kundin, sehr geehrter Kunde|Guten Tag}, {sichern Sie sich|sparen Sie} bis [wochentag] [percent] % {auf Etiketten und Gläser|auf Druckerpatronen}. \
                {Versandkostenfrei ab [amount] Euro.|Solange der Vorrat reicht!}
                => {Jetzt bestellen|Zum Angebot|Gutschein einlösen} | https://[site]/aktion?c=[token]
                """
            ),
            (
                "{Newsletter|Rundbrief} {Oktober|November|Januar}: {Getreidepreise|neue Verordnung|Fördermittel}",
                """
                # {In dieser Ausgabe|Themen}
                - {Getreidepreise um [percent] % gestiegen|Kredite der Förderbank werden billiger}
                - {Neue Regeln für Konten und Zahlungen ab Januar|Warnung vor gefälschten Rechnungen}
                - {Gewinnspiel: [count] Freikarten für die Messe|Gesund mit Hafer: was Ärzte sagen}
                => Weiterlesen | https://[site]/heft/[number]
                """
            ),
        ],
        .french: [
            (
                "{La lettre du mois|Offre d’automne : -[percent] %}",
                """
                # {Les nouvelles du moulin|Nos offres}
                {Profitez de|Jusqu’à [jour],} [percent] % de remise {sur les bocaux|sur l’avoine}. {Le prix du blé a monté.|Jeu-concours : gagnez un panier garni !}
                => {Je commande|Lire la suite} | https://[site]/p/[number]
                """
            )
        ],
        .spanish: [
            (
                "{Boletín del mes|Oferta: [percent] % de descuento}",
                """
                # {Noticias de la huerta|Ofertas de temporada}
                {Ahorre|Hasta el viernes,} un [percent] % en {semillas|botellas}. {Sube el precio del trigo.|Sorteo: gane una cesta.}
                => {Comprar ahora|Leer más} | https://[site]/p/[number]
                """
            )
        ],
        .russian: [
            (
                "{Новости мельницы|Скидка [percent] % на банки}",
                """
                # {В этом выпуске|Осенние скидки}
                {Цены на зерно выросли на [percent] %|Бесплатная доставка от [amount] рублей}. {Семинар для фермеров в пятницу.|Выиграйте корзину с подарками!}
                => {Читать дальше|Заказать} | https://[site]/n/[number]
                """
            )
        ],
        .japanese: [
            (
                "{水車通信 第[count]号|秋のセール [percent]%オフ}",
                """
                # {今月のお知らせ|秋のセール}
                {麦の価格が上がりました。|送料無料キャンペーン実施中です。}{抽選で[count]名様にプレゼント。|会員登録の確認をお願いします。}
                => {続きを読む|ご注文はこちら} | https://[site]/n/[number]
                """
            )
        ],
        .chinese: [
            (
                "{磨坊周报 第[count]期|秋季优惠 [percent]%}",
                """
                # {本期内容|秋季优惠}
                {粮食价格上涨。|满[amount]元免运费。}{点击参加抽奖。|农民培训课程星期五开始，发票照常提供。}
                => {阅读全文|立即订购} | https://[site]/n/[number]
                """
            )
        ],
    ]
}
