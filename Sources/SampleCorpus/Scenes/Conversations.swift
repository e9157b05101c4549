// SPDX-License-Identifier: Apache-2.0

/// Ham: people who write to each other, in threads with quotes.
enum Conversations {
    static func play(_ studio: inout Studio) {
        for language in Language.allCases {
            guard let openings = openings[language], let answers = answers[language] else { continue }
            let count = [Language.english: 13, .german: 14, .french: 5, .spanish: 5][language] ?? 4
            for _ in 0..<count { thread(language, openings, answers, &studio) }
        }
    }

    private static func thread(
        _ language: Language, _ openings: [(subject: String, text: String)], _ answers: [String], _ studio: inout Studio
    ) {
        let partners = World.partners[language] ?? []
        let partner = studio.random.pick(partners)
        let colleague = studio.random.pick([World.anna, World.jonas])
        let opening = studio.random.pick(openings)
        let values = ["first": partner.first, "to": colleague.first]
        var letter = studio.letter(
            spam: false, language, from: partner, subject: studio.say(opening.subject), text: "")
        letter.to = [colleague]
        letter.text = studio.say(opening.text, values) + "\n" + signature(partner, &studio)
        if studio.random.chance(18) {
            let name = studio.say(
                studio.random.pick(["Angebot_[order].pdf", "photo[number].jpg", "Übersicht [order].xlsx"]))
            letter.attachments = [studio.document(name, kilobytes: 2...40)]
        }
        studio.add(letter)
        letter = studio.letters[studio.letters.count - 1]

        for _ in 0..<studio.random.pick([0, 0, 1, 1, 2]) {
            let isForeign = studio.random.chance(70)
            let author = isForeign ? studio.random.pick(partners) : studio.random.pick([World.anna, World.jonas])
            var reply = studio.letter(
                spam: false, language, from: author,
                subject: letter.subject.hasPrefix("Re: ") ? letter.subject : "Re: " + letter.subject, text: "",
                shape: letter.shape)
            reply.to = [isForeign ? colleague : World.info]
            reply.moment = letter.moment.later(by: studio.random.int(600...90_000))
            reply.references = letter.references + [letter.messageID]
            let quoted = letter.text.split(separator: "\n").filter { !$0.hasPrefix("-- ") }.prefix(7).map { "> \($0)" }
            let head = Phrase.fill(
                language.attribution, ["day": letter.moment.day(in: language), "who": letter.from.name])
            let answer = studio.say(studio.random.pick(answers), ["first": letter.from.first])
            reply.text =
                studio.random.chance(60)
                ? ([answer, signature(author, &studio), head] + quoted).joined(separator: "\n")
                : ([head] + quoted + [answer, signature(author, &studio)]).joined(separator: "\n")
            studio.add(reply)
            letter = studio.letters[studio.letters.count - 1]
        }
        if studio.random.chance(12) { forward(letter, &studio) }
    }

    /// The same mail again, inside another: as an attached message.
    private static func forward(_ letter: Letter, _ studio: inout Studio) {
        var forwarded = studio.letter(
            spam: false, letter.language, from: studio.random.pick([World.anna, World.jonas]),
            subject: "Fwd: " + letter.subject, text: "", mailer: .kite, shape: .plain)
        forwarded.to = [World.info]
        forwarded.moment = letter.moment.later(by: studio.random.int(3_000...200_000))
        let note = Entity.text(studio.say("{FYI|z. K.|siehe unten|please file}\n"), charset: "us-ascii")
        let inner = Entity.message(letter.render(&studio.random))
        forwarded.body = .multipart("mixed", boundary: forwarded.mailer.boundary(&studio.random), [note, inner])
        studio.add(forwarded)
    }

    private static func signature(_ person: Person, _ studio: inout Studio) -> String {
        studio.random.chance(45)
            ? "-- \(person.name)\n-- \(person.domain)\n-- +49 30 5550\(studio.random.int(100...999))" : person.first
    }

    private static let openings: [Language: [(subject: String, text: String)]] = [
        .english: [
            (
                "{Delivery|Pick-up} of order [order]",
                """
                {Hi|Hello|Dear} [to],
                {could you|would you be able to} {confirm|tell me} {when|on which day} the {oats|pumpkins|labels|glass jars} \
                {arrive|will be delivered}? {We have the hall until [weekday], [hour]:00.|The lorry is free on [weekday].}
                {The invoice can follow later.|Payment as usual, thirty days.} {Thanks a lot!|Many thanks,}
                """
            ),
            (
                "{Meeting|Call|Visit} on [weekday]?",
                """
                {Hi [to]!|[to],}
                {Are you free|Do you have time} on [weekday] at [hour]? {I would like to go through|We should talk about} the \
                {offer|new price list|contract for the mill|website} {before the bank asks again|before the end of the month}.
                {Lunch is on me.|Please bring last year's figures.|I can also come to you.}
                """
            ),
            (
                "{Photos from the weekend|Sunday|the little one}",
                """
                {Hey|Hi} [to], {attached|here} {is the picture|are the two pictures} I {promised|told you about}. \
                {The light was wonderful.|Granny laughed so much!|We won [count] pounds in the village lottery, free drinks for all.}
                {See you soon|Love|Take care},
                """
            ),
            (
                "{Question about your account|Your account with us}",
                """
                Dear [to], {our records still show|I still have} your old {bank|account} details. {Please send|Could you send} the new \
                ones {by post, not by mail|on paper}, so that {the credit of [amount] EUR|our payment} {reaches you|goes to the right bank}.
                {There is no hurry|It is not urgent}. {Kind regards|Best wishes},
                """
            ),
        ],
        .german: [
            (
                "{Liefertermin|Abholung} Auftrag [order]",
                """
                {Hallo|Guten Morgen|Liebe(r)} [to],
                {können Sie mir|kannst du mir} {bitte kurz|noch heute} {bestätigen|sagen}, {wann|an welchem Tag} {der Hafer|die Kürbisse|\
                die Etiketten|die Gläser} {kommt|kommen|geliefert werden}? {Die Halle ist bis [wochentag] frei.|Der Lkw steht am [wochentag] \
                ab [hour] Uhr bereit.}
                {Die Rechnung schicke ich später.|Zahlung wie üblich in 30 Tagen.} {Viele Grüße|Schöne Grüße|Besten Dank}
                """
            ),
            (
                "{Besprechung|Termin|Telefonat} am [wochentag]",
                """
                {Hallo [to],|Guten Tag,}
                {passt es Ihnen|hast du Zeit} am [wochentag] um [hour] Uhr? {Wir müssten|Ich möchte} {das Angebot|die neue Preisliste|\
                den Vertrag für die Mühle|die Steuer} {durchgehen|besprechen}, {bevor die Bank wieder fragt|bevor das Quartal endet}.
                {Bringen Sie bitte die Zahlen vom Vorjahr mit.|Ich bringe Kuchen mit!|Notfalls auch per Video.}
                """
            ),
            (
                "{Fotos vom Sonntag|Oma wird 80|Wochenende}",
                """
                {Hallo ihr Lieben|Liebe [to]|Hi [to]}, {hier kommen|anbei} die {Bilder|Fotos} {vom Fest|aus dem Garten}. \
                {Das Wetter war großartig!|Opa hat beim Kartenspiel [count] Euro gewonnen.|Der Hund hat die ganze Torte gefressen.}
                {Bis bald|Liebe Grüße|Macht’s gut}
                """
            ),
            (
                "{Ihre Unterlagen|Rückfrage zum Konto|Fehlende Belege}",
                """
                {Sehr geehrte Damen und Herren|Guten Tag [to]},
                {für die Voranmeldung fehlen|uns fehlen} noch {die Kontoauszüge|die Belege} {vom Konto [number]|für [count] Buchungen}. \
                {Bitte senden Sie|Bitte schicken Sie} diese bis [wochentag]{, gern als PDF|}. {Die Erstattung von [amount] Euro|Die Zahlung} \
                {veranlassen wir dann umgehend|folgt dann}.
                Mit freundlichen Grüßen
                """
            ),
        ],
        .french: [
            (
                "{Livraison|Commande} [order]",
                """
                Bonjour [to],
                {pouvez-vous me confirmer|pourriez-vous m’indiquer} {la date|l’heure} de livraison {des bocaux|des étiquettes|de l’avoine} ? \
                {Le camion est libre [jour].|Nous sommes fermés [jour].}
                {La facture suivra.|Règlement à trente jours comme d’habitude.} {Bien cordialement|À bientôt}
                """
            ),
            (
                "{Rendez-vous [jour]|Réunion de [jour]}",
                """
                Bonjour, {êtes-vous disponible|seriez-vous libre} [jour] à [hour] h ? {J’aimerais parler|Il faut parler} {du contrat|de l’offre|\
                du compte commun} {avant la fin du mois|avant Noël}. {Je peux passer chez vous.|Le café est offert.}
                {Merci d’avance|Cordialement}
                """
            ),
        ],
        .spanish: [
            (
                "{Entrega|Pedido} [order]",
                """
                {Hola|Buenos días} [to],
                ¿{puede confirmarme|me confirmas} {la fecha|el día} de entrega de {las botellas|las etiquetas|la avena}? \
                {El camión está libre mañana.|El almacén cierra el viernes.}
                {La factura va aparte.|El pago, como siempre, a treinta días.} {Un saludo|Muchas gracias}
                """
            ),
            (
                "{Fotos del fin de semana|¿Vienes en verano?}",
                """
                ¡Hola [to]! {Te mando|Aquí van} las fotos {del pueblo|de la fiesta}. {La abuela ganó [count] euros a las cartas.|\
                Los niños preguntan por ti.} {Un abrazo|Besos}
                """
            ),
        ],
        .italian: [
            (
                "{Consegna|Ordine} [order]",
                """
                Buongiorno [to], {può confermarmi|mi conferma} {la data|l’ora} di consegna {delle bottiglie|dell’avena}? \
                {Il magazzino è chiuso venerdì.|Così prenoto il camion.} {Cordiali saluti|Grazie mille, è tutto più facile così}
                """
            )
        ],
        .polish: [
            (
                "{Dostawa|Zamówienie} [order]",
                """
                Dzień dobry, {proszę o potwierdzenie|czy mogę prosić o} {terminu dostawy|daty odbioru} {słoików|mąki|etykiet}. \
                {Ciężarówka jest wolna w piątek.|Faktura przyjdzie później, płatność jak zwykle.} {Pozdrawiam|Dziękuję i pozdrawiam}
                """
            )
        ],
        .russian: [
            (
                "{Поставка|Заказ} [order]",
                """
                {Добрый день|Здравствуйте}, [to]!
                {Подтвердите, пожалуйста,|Сообщите, пожалуйста,} {дату|время} {поставки|отгрузки} {овса|банок|этикеток}. \
                {Машина свободна в пятницу.|Склад закрыт до понедельника.}
                {Счёт пришлю позже.|Оплата как обычно, тридцать дней.} {С уважением|Спасибо}
                """
            ),
            (
                "{Фотографии|С праздником!}",
                """
                Привет, [to]! {Посылаю|Вот} {фотографии с дачи|снимки с праздника}. {Бабушка выиграла [count] рублей в лото.|\
                Погода была чудесная, приезжайте летом.} {Обнимаю|До встречи}
                """
            ),
        ],
        .japanese: [
            (
                "{納期の件|ご注文}[order]",
                """
                [to]様
                {いつもお世話になっております。|お世話になります。}{瓶|ラベル|大麦}の{納品日|お届け日}を{ご確認いただけますでしょうか。|教えてください。}\
                {金曜日は倉庫が休みです。|請求書は後日お送りします。}
                {よろしくお願いいたします。|以上、よろしくお願いします。}
                """
            )
        ],
        .chinese: [
            (
                "{关于订单|交货日期}[order]",
                """
                [to]，您好：
                {请确认|请告诉我}{玻璃瓶|标签|燕麦}的{交货日期|发货时间}。{仓库星期五休息。|卡车明天有空。}{发票以后再寄。|付款照旧，三十天。}
                {谢谢！|祝好}
                """
            )
        ],
    ]

    private static let answers: [Language: [String]] = [
        .english: [
            "{Thanks [first], that works.|Perfect.} {I'll be there.|See you then.}",
            "{Sorry, [weekday] is full|I am away until [weekday]}. {Could we do next week?|Ask Jonas, he has the key.}",
            "{Yes|No}, {the price is [amount] EUR|we need [count] pallets}. {Offer attached last time is still good.|Free delivery from ten.}",
        ],
        .german: [
            "{Danke, passt.|Perfekt, so machen wir’s.} {Bis dann!|Ich bin da.}",
            "{Leider geht [wochentag] nicht|Ich bin bis [wochentag] unterwegs}. {Nächste Woche?|Fragen Sie bitte Jonas, er hat den Schlüssel.}",
            "{Ja|Nein}, {der Preis ist [amount] Euro|wir brauchen [count] Paletten}. {Das Angebot von neulich gilt noch.|Ab zehn Stück frei Haus.}",
        ],
        .french: [
            "{Merci, c’est parfait.|Très bien.} {À [jour] !|Je serai là.}",
            "Désolée, pas avant [jour]. {Une autre date ?|On se rappelle.}",
        ],
        .spanish: [
            "{Gracias, perfecto.|De acuerdo.} {Hasta entonces.|Allí estaré.}",
            "Lo siento, {no puedo|estoy fuera}. ¿La semana que viene?",
        ],
        .italian: ["{Va bene, grazie.|Perfetto.} A presto", "Purtroppo no, sentiamoci domani."],
        .polish: ["{Dziękuję, pasuje.|Świetnie.} Do zobaczenia", "Niestety nie, może w przyszłym tygodniu?"],
        .russian: [
            "{Спасибо, подходит.|Хорошо.} {До встречи|Буду на месте}",
            "К сожалению, нет. {Давайте на следующей неделе.|Позвоните мне.}",
        ],
        .japanese: ["{ありがとうございます。|承知しました。}{その日で大丈夫です。|金曜日に伺います。}"],
        .chinese: ["{好的，谢谢。|没问题。}{星期五见。|价格是[amount]元。}"],
    ]
}
