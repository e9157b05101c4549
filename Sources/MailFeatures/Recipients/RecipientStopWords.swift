// SPDX-License-Identifier: Apache-2.0

/// Words that stay features although a recipient is called so, and domains that say nothing of a recipient.
enum RecipientStopWords {
    /// Names of roles, and given or family names that are common words.
    static let words = ByteWordSet(
        """
        info admin administrator sales support contact kontakt office mail email post postmaster webmaster hostmaster
        abuse root service services help helpdesk team news newsletter list lists users user undisclosed recipients
        recipient members member subscribers customers customer kunden kunde client clients devel developers announce
        announcement discuss discussion bugs test tests jobs career careers marketing press presse bestellung
        bestellungen order orders rechnung rechnungen invoice invoices billing account accounts accounting buchhaltung
        verkauf einkauf vertrieb shop store noreply reply staff security company group gmbh bank online home work
        personal privat private public general everyone friend friends sir madam mister doctor dear hello
        will mark bill hope rich price page grant chance frank april june august may rose grace faith joy dean chase
        miles drew gene norm jack dick pat wood stone king young long short white black brown green gold silver
        hand park hill field ford lake wolf rich best good case cash love star sunny victor major prince
        kaiser koch weber jung lang kurz gross klein neu stark reich kauf fest stein berg wald feld stern engel
        linux windows microsoft google apple paypal amazon facebook
        """)

    /// Domains of public mail providers.
    static let sharedDomains = ByteWordSet(
        """
        gmail.com googlemail.com yahoo.com yahoo.de yahoo.fr yahoo.co.uk yahoo.co.jp yahoo.in hotmail.com hotmail.de
        hotmail.co.uk hotmail.fr outlook.com outlook.de live.com live.de msn.com aol.com aol.de icloud.com me.com mac.com
        gmx.de gmx.net gmx.at gmx.ch gmx.com web.de mail.com email.com freenet.de t-online.de arcor.de 1und1.de posteo.de
        mailbox.org proton.me protonmail.com pm.me mail.ru yandex.ru yandex.com rambler.ru bk.ru inbox.ru list.ru
        qq.com 163.com 126.com sina.com naver.com daum.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it
        virgilio.it tiscali.it wp.pl o2.pl onet.pl interia.pl seznam.cz comcast.net verizon.net att.net cox.net
        earthlink.net bellsouth.net sbcglobal.net btinternet.com bluewin.ch terra.com.br uol.com.br bol.com.br
        """)
}
