// SPDX-License-Identifier: Apache-2.0

/// Ham that phishing imitates: receipts, parcels, invoices, account notices.
enum Transactions {
    /// What a sender writes about.
    private enum Topic { case invoice, parcel, account }

    private static let shops: [(Language, Person, [Topic])] = [
        (.english, Person(name: "Sample Cloud Billing", address: "billing@cloud.example.com"), [.invoice, .account]),
        (.english, Person(name: "Example Bank", address: "service@bank.example.com"), [.account]),
        (.german, Person(name: "Muster Post Paket", address: "noreply@post.example.com"), [.parcel]),
        (.german, Person(name: "Beispielbank AG", address: "service@bank.example.com"), [.account]),
        (.german, Person(name: "Stadtwerke Musterstadt", address: "rechnung@stadtwerke.example.org"), [.invoice]),
        (.german, Person(name: "Bürobedarf Zettel", address: "bestellung@zettel.example.com"), [.invoice, .parcel]),
        (.french, Person(name: "Transports Modèle", address: "suivi@transports.example.org"), [.parcel]),
        (.spanish, Person(name: "Envíos Muestra", address: "avisos@envios.example.org"), [.parcel]),
        (.russian, Person(name: "Служба доставки", address: "noreply@dostavka.example.org"), [.parcel]),
        (.japanese, Person(name: "見本銀行", address: "info@ginko.example.org"), [.account]),
    ]

    static func play(_ studio: inout Studio) {
        for index in 0..<42 {
            let (language, shop, topics) = shops[index % shops.count]
            let fitting = (texts[language] ?? []).filter { topics.contains($0.0) }
            guard !fitting.isEmpty else { continue }
            let (_, subject, text) = studio.random.pick(fitting)
            let values = ["site": shop.domain, "shop": shop.name]
            var letter = studio.letter(
                spam: false, language, from: shop, subject: studio.say(subject, values), text: studio.say(text, values),
                route: studio.random.chance(65) ? .cloud : .office(domain: shop.domain),
                mailer: studio.random.pick([.script, .script, .campaign, .desk]),
                shape: studio.random.pick([.html, .alternative, .plain]))
            if letter.text.contains("PDF") || studio.random.chance(20) {
                let name = studio.say("{Rechnung|Invoice|Beleg|document}{_|-}[number].pdf")
                letter.attachments = [studio.document(name, kilobytes: 4...50)]
            }
            letter.extra = studio.random.chance(50) ? [("Auto-Submitted", "auto-generated")] : []
            studio.add(letter)
        }
    }

    private static let texts: [Language: [(Topic, String, String)]] = [
        .english: [
            (
                .invoice, "{Your receipt|Receipt|Invoice} {for|from} {October|November|[shop]} (#[number])",
                """
                Thank you for your {payment|order}. {Here is your receipt.|The invoice is attached as PDF.}
                | Storage, [count] GB | [amount] EUR
                | Total | [amount] EUR
                => View {invoice|receipt} | https://[site]/billing/[number]
                {Questions? Just answer this mail.|Payment was taken from the account ending in [hour]77.}
                """
            ),
            (
                .account, "{New sign-in to your account|Your statement is ready|Please verify your new address}",
                """
                {Dear customer|Hello Anna}, {we noticed a sign-in|your account was used} from a new {device|computer} on [weekday] at [hour]:12.
                {If this was you, there is nothing to do.|Your monthly statement is now in your mailbox.} We never ask for your password by mail.
                => {Review activity|Sign in} | https://[site]/account
                """
            ),
        ],
        .german: [
            (
                .invoice, "{Ihre Rechnung|Rechnung} Nr. [number]{| vom [wochentag]}",
                """
                {Sehr geehrte Damen und Herren|Guten Tag Anna Muster},
                {anbei erhalten Sie|im Anhang finden Sie} Ihre Rechnung Nr. [number] über [amount] Euro {als PDF|}. {Den Betrag buchen wir am [wochentag] von Ihrem Konto ab.|\
                Bitte überweisen Sie den Betrag innerhalb von 14 Tagen.}
                {Vielen Dank für Ihren Einkauf!|Mit freundlichen Grüßen} [shop]
                """
            ),
            (
                .parcel, "{Ihr Paket kommt|Sendung unterwegs|Ihre Sendung} {morgen|am [wochentag]}: [order]",
                """
                Guten Tag, Ihr Paket mit der Sendungsnummer [number] {wird am [wochentag] zugestellt|konnte nicht zugestellt werden und liegt in der Filiale}.
                => Sendung verfolgen | https://[site]/verfolgen?nr=[number]
                {Bitte halten Sie Ihren Ausweis bereit.|Ablageort ändern können Sie bis [hour] Uhr.}
                """
            ),
            (
                .account, "{Ihr Kontoauszug ist da|Neue Nachricht in Ihrem Postfach|Anmeldung von neuem Gerät}",
                """
                {Sehr geehrte Kundin|Guten Tag}, {in Ihrem Online-Postfach liegt ein neuer Kontoauszug|wir haben eine Anmeldung von einem neuen Gerät bemerkt}.
                {Bitte melden Sie sich wie gewohnt an; aus Sicherheitsgründen enthält diese Mail keinen Link.|Wenn Sie das waren, müssen Sie nichts tun.}
                {Ihre|Mit freundlichen Grüßen, Ihre} [shop]
                """
            ),
        ],
        .french: [
            (
                .parcel, "Votre colis [order] {arrive [jour]|est en route}",
                """
                Bonjour, votre colis n° [number] sera livré [jour] {avant [hour] h|au bureau}.
                => Suivre mon colis | https://[site]/suivi/[number]
                Merci de votre confiance. [shop]
                """
            )
        ],
        .spanish: [
            (
                .parcel, "Su envío [order] {llega mañana|está en camino}",
                """
                Estimado cliente: su paquete [number] {llegará mañana|se entregará el viernes} antes de las [hour].
                => Seguir el envío | https://[site]/s/[number]
                Gracias por su confianza. [shop]
                """
            )
        ],
        .russian: [
            (
                .parcel, "Ваш заказ [order] {отправлен|готов к выдаче}",
                """
                Здравствуйте! Ваш заказ [number] {передан в доставку|ждёт вас в пункте выдачи}. Сумма: [amount] руб.
                => Отследить | https://[site]/t/[number]
                [shop]
                """
            )
        ],
        .japanese: [
            (
                .account, "【[shop]】{お取引明細のお知らせ|ログインのお知らせ}",
                """
                お客様各位
                {今月のお取引明細ができました。|新しい端末からのログインがありました。}お心当たりのない場合は窓口までご連絡ください。{メールで暗証番号をお聞きすることはありません。|}
                [shop]
                """
            )
        ],
    ]
}
