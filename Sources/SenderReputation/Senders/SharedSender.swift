// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailMessage

/// Who sends for very many, good and bad: such a sender is never judged by its network or by the domain that all its customers
/// share.
package enum SharedSender {
    /// When the table was last looked through.
    package static let tableDate = "2026-11"

    /// The name of the service that one of these domains is of; nil: none that is known.
    package static func name(of domains: [String]) -> String? {
        if let service = KnownService.of(domains) { return service.name }
        for domain in domains {
            let registered = String(decoding: HostName(domain).domain, as: UTF8.self)
            if let name = senders[registered] ?? brand(of: registered) { return name }
        }
        return nil
    }

    /// The name of the web service that anybody can put pages on, or that most mail links to; nil: none that is known.
    package static func name(ofLink domain: String) -> String? { sites.contains(domain) ? domain : name(of: [domain]) }

    /// Providers of mailboxes that have a domain in each country: `hotmail.fr`, `yahoo.co.uk`.
    private static let brands = [
        "hotmail": "Microsoft 365", "outlook": "Microsoft 365", "live": "Microsoft 365", "msn": "Microsoft 365",
        "yahoo": "Yahoo and AOL", "ymail": "Yahoo and AOL", "aol": "Yahoo and AOL", "gmx": "GMX and web.de",
        "yandex": "Yandex",
    ]

    /// The provider that has a registered domain by its first label, under a country or an old top-level domain: anybody can
    /// register the label under a new one.
    private static func brand(of domain: String) -> String? {
        let labels = domain.split(separator: ".")
        guard 2...3 ~= labels.count, let first = labels.first, let last = labels.last,
            last.utf8.count == 2 || ["com", "net", "org", "info", "biz"].contains(last)
        else { return nil }
        return brands[String(first)]
    }

    /// Providers of mailboxes and hosters, by the registered domain of their servers' names, of their signatures and addresses, beside
    /// those that ``KnownService`` has.
    private static let senders: [String: String] = {
        let listed: [(String, [String])] = [
            ("GMX and web.de", ["gmx.net", "gmx.de", "gmx.com", "gmx.at", "gmx.ch", "web.de", "mail.com", "email.de"]),
            ("T-Online", ["t-online.de", "t-ipconnect.de", "telekom.de", "magenta.de"]),
            ("freenet", ["freenet.de", "freenetmail.de"]), ("1blu", ["1blu.de"]),
            ("Vodafone", ["vodafonemail.de", "arcor.de"]),
            ("mailbox.org", ["mailbox.org"]), ("Posteo", ["posteo.de", "posteo.net"]),
            ("Tuta", ["tutanota.de", "tutanota.com", "tuta.com", "tuta.io"]),
            ("IONOS", ["perfora.net", "ui-dns.de", "schlund.de", "1und1.de", "online.de"]),
            ("Strato", ["rzone.de", "strato.com"]), ("Host Europe", ["hosteurope.de", "webpack.hosteurope.de"]),
            ("all-inkl", ["kasserver.com", "all-inkl.com"]), ("DomainFactory", ["ispgateway.de", "df.eu"]),
            ("Mittwald", ["mittwald.de", "agenturserver.de"]), ("netcup", ["netcup.net", "netcup.de"]),
            ("Hetzner", ["your-server.de", "hetzner.com"]), ("OVH", ["ovh.net", "ovh.com"]),
            ("Infomaniak", ["infomaniak.ch", "infomaniak.com"]), ("Gandi", ["gandi.net"]),
            ("Microsoft 365", ["passport.com", "office365.com"]),
            ("Yahoo and AOL", ["rocketmail.com", "aim.com"]), ("Telstra", ["bigpond.com", "bigpond.net.au"]),
            ("Proton", ["proton.me", "pm.me", "protonmail.ch", "protonmail.com"]),
            ("Fastmail", ["fastmail.com", "fastmail.fm", "messagingengine.com"]),
            ("Comcast", ["comcast.net"]), ("Orange", ["orange.fr", "wanadoo.fr", "orange.com"]),
            ("Free", ["free.fr", "proxad.net", "aliceadsl.fr"]), ("SFR", ["sfr.fr", "neuf.fr", "club-internet.fr"]),
            ("La Poste", ["laposte.net"]), ("Bouygues", ["bbox.fr"]),
            ("Libero", ["libero.it", "iol.it", "inwind.it"]),
            ("Virgilio", ["virgilio.it", "alice.it", "tin.it", "tim.it"]),
            ("Tiscali", ["tiscali.it"]), ("Aruba", ["aruba.it", "arubapec.it"]),
            ("Swisscom", ["bluewin.ch", "swisscom.com"]), ("Sunrise", ["sunrise.ch", "hispeed.ch"]),
            ("A1", ["a1.net", "aon.at"]), ("Magenta", ["chello.at", "inode.at"]),
            ("Seznam", ["seznam.cz", "email.cz", "post.cz"]), ("Centrum", ["centrum.cz", "centrum.sk", "atlas.cz"]),
            ("WP", ["wp.pl", "o2.pl", "tlen.pl"]), ("Interia", ["interia.pl", "interia.eu", "poczta.fm"]),
            ("Onet", ["onet.pl", "op.pl", "vp.pl"]), ("KPN", ["kpnmail.nl", "planet.nl", "xs4all.nl"]),
            ("Ziggo", ["ziggo.nl", "home.nl"]), ("Telenet", ["telenet.be"]), ("Proximus", ["skynet.be"]),
            ("BT", ["btinternet.com"]), ("Sky", ["sky.com"]), ("Virgin Media", ["virginmedia.com", "ntlworld.com"]),
            ("Naver", ["naver.com"]), ("Daum", ["hanmail.net", "daum.net"]), ("Sina", ["sina.com", "sina.cn"]),
            ("Rediffmail", ["rediffmail.com"]), ("UOL", ["uol.com.br", "bol.com.br"]), ("Terra", ["terra.com.br"]),
            ("Zoho", ["zoho.in", "zohomail.eu", "zohomail.in"]), ("Apple iCloud", ["mac.com"]),
            ("AT&T", ["att.net", "sbcglobal.net", "bellsouth.net"]), ("Verizon", ["verizon.net"]),
            ("Charter", ["charter.net", "rr.com"]), ("Cox", ["cox.net"]), ("EarthLink", ["earthlink.net"]),
            ("QQ", ["qq.com", "foxmail.com"]), ("NetEase", ["163.com", "126.com", "yeah.net"]),
            ("Mail.ru", ["mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"]),
            ("Rambler", ["rambler.ru"]), ("Yandex", ["ya.ru"]), ("UKR.NET", ["ukr.net"]),
            ("Proofpoint", ["pphosted.com", "ppe-hosted.com"]), ("Mimecast", ["mimecast.com"]),
            ("Hornetsecurity", ["hornetsecurity.com", "antispameurope.com"]),
            ("Elastic Email", ["elasticemail.com"]), ("SMTP2GO", ["smtp2go.com", "smtpcorp.com"]),
            ("MailerSend", ["mailersend.net", "mlsend.com"]), ("Locaweb", ["locaweb.com.br"]), ("one.com", ["one.com"]),
            ("Cisco", ["iphmx.com"]), ("Barracuda", ["barracudanetworks.com", "ess.barracuda.com"]),
            ("Retarus", ["retarus.com", "retarus.net"]), ("GoDaddy", ["secureserver.net"]),
            ("Namecheap", ["registrar-servers.com", "privateemail.com"]),
            ("SourceForge", ["sourceforge.net"]), ("Google Groups", ["googlegroups.com"]), ("GitHub", ["github.com"]),
            ("LinkedIn", ["linkedin.com"]), ("Facebook", ["facebookmail.com"]), ("X", ["twitter.com", "x.com"]),
            ("Amazon", ["amazon.com", "amazon.de"]),
            ("eBay", ["ebay.com", "ebay.de"]), ("DHL", ["dhl.de", "dhl.com"]), ("DATEV", ["datev.de"]),
            ("Deutsche Post", ["deutschepost.de"]),
        ]
        return listed.reduce(into: [:]) { all, sender in for domain in sender.1 { all[domain] = sender.0 } }
    }()

    /// Web services with pages of everybody, shorteners of links, and what programs put into mail by themselves.
    private static let sites: Set<String> = [
        "w3.org", "xmlsoap.org", "schema.org", "microsoft.com", "office.com", "sharepoint.com", "live.com", "1drv.ms",
        "aka.ms",
        "google.com", "google.de", "goo.gl", "googleapis.com", "gstatic.com", "googleusercontent.com", "youtube.com",
        "youtu.be",
        "apple.com", "icloud.com", "dropbox.com", "dropboxusercontent.com", "wetransfer.com", "we.tl", "box.com",
        "adobe.com",
        "facebook.com", "fb.com", "instagram.com", "whatsapp.com", "wa.me", "t.me", "telegram.org", "linkedin.com",
        "lnkd.in",
        "twitter.com", "x.com", "t.co", "xing.com", "bit.ly", "tinyurl.com", "ow.ly", "is.gd", "rebrand.ly", "cutt.ly",
        "buff.ly",
        "github.com", "githubusercontent.com", "gitlab.com", "cloudflare.com", "jsdelivr.net", "wordpress.com",
        "wp.com", "wixsite.com",
        "wix.com", "weebly.com", "blogspot.com", "medium.com", "notion.so", "canva.com", "typeform.com", "jotform.com",
        "zoom.us",
        "teams.microsoft.com", "gravatar.com", "wikipedia.org", "amazon.com", "amazon.de", "amazonaws.com",
        "cloudfront.net",
        "ebay.de", "ebay.com", "paypal.com", "yahoo.com", "archive.org", "sourceforge.net", "eepurl.com",
        "list-manage.com",
        "hubspotlinks.com", "mcusercontent.com", "sendgrid.net", "safelinks.protection.outlook.com", "outlook.com",
        "urldefense.com", "proofpoint.com", "mimecast.com",
    ]
}
