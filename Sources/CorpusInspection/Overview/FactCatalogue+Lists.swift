// SPDX-License-Identifier: Apache-2.0

extension FactCatalogue {
    /// The types of parts that are told.
    static let types = [
        "text/plain", "text/html", "text/calendar", "text/enriched", "text/x-patch", "multipart/alternative",
        "multipart/mixed", "multipart/related", "multipart/signed", "multipart/report", "multipart/encrypted",
        "multipart/digest", "message/rfc822", "message/delivery-status", "message/disposition-notification",
        "application/pdf", "application/octet-stream", "application/zip", "application/x-zip-compressed",
        "application/msword", "application/vnd.openxmlformats-officedocum", "application/vnd.ms-excel",
        "application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
        "application/x-pkcs7-signature", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/ms-tnef",
        "application/pgp-keys", "application/x-msdownload", "image/jpeg", "image/jpg", "image/png", "image/gif",
        "audio/mpeg", "audio/x-wav", "video/mp4",
    ]

    /// Types of which features keep the beginning only, as reports name them.
    static let shownTypes = ["application/vnd.openxmlformats-officedocum": "Office Open XML"]

    /// What parts of some types are there for.
    static let contents = [
        "text/html": "HTML", "text/calendar": "calendar", "multipart/encrypted": "encrypted",
        "application/pkcs7-mime": "encrypted", "application/x-pkcs7-mime": "encrypted",
        "multipart/signed": "signature", "multipart/report": "report", "message/rfc822": "enclosed message",
    ]

    /// The charsets that are told; none at all, and those most used, first.
    static let charsets = [
        "", "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5",
        "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-8-i", "iso-8859-9", "iso-8859-10", "iso-8859-13",
        "iso-8859-14", "iso-8859-15", "iso-8859-16", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
        "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874", "koi8-r", "koi8-u", "gb2312",
        "gbk", "gb18030", "big5", "euc-kr", "ks_c_5601-1987", "euc-jp", "iso-2022-jp", "shift_jis", "utf-7", "utf-16",
        "ascii", "utf8", "unknown-8bit", "default", "default_charset", "iso8859-1", "cp1252", "cp1251", "tis-620",
        "macintosh",
    ]

    /// The kinds of attached files that are told, by the ends of their names.
    static let extensions = [
        "pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "rtf", "txt", "csv", "xml", "htm", "html",
        "shtml", "svg", "zip", "rar", "7z", "gz", "tar", "tgz", "iso", "img", "exe", "scr", "com", "pif", "bat", "js",
        "vbs", "jar", "lnk", "one", "jpg", "jpeg", "png", "gif", "bmp", "tif", "ics", "vcf", "eml", "msg", "p7s", "asc",
        "sig", "patch", "diff", "mp3", "mp4", "wav",
    ]

    /// Mail programs, by a word that stands in X-Mailer or User-Agent.
    static let clients = [
        ("Outlook", "Outlook"), ("Outlook Express", "Express"), ("Thunderbird", "Thunderbird"), ("Mozilla", "Mozilla"),
        ("Apple Mail", "Apple"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("K-9 Mail", "K-9"), ("Mutt", "Mutt"),
        ("NeoMutt", "NeoMutt"), ("Evolution", "Evolution"), ("KMail", "KMail"), ("Sylpheed", "Sylpheed"),
        ("Claws Mail", "Claws"), ("Gnus", "Gnus"), ("Pine", "Pine"), ("Alpine", "Alpine"), ("Roundcube", "Roundcube"),
        ("SquirrelMail", "SquirrelMail"), ("Horde", "Horde"), ("SOGo", "SOGoMail"), ("Zimbra", "Zimbra"),
        ("Lotus Notes", "Lotus"), ("Eudora", "Eudora"), ("The Bat!", "Bat"), ("Foxmail", "Foxmail"), ("exmh", "exmh"),
        ("git", "git-send-email"), ("aerc", "aerc"), ("PHPMailer", "PHPMailer"), ("PHP", "PHP"),
        ("MailChimp", "MailChimp"),
        ("Microsoft Exchange", "Exchange"), ("Yahoo", "YahooMailWebService"), ("QQ", "QQMail"),
        ("Coremail", "Coremail"),
    ]

    /// Header fields that say how mail was sent.
    static let fields = [
        "dkim-signature", "arc-seal", "received-spf", "authentication-results", "list-id", "list-unsubscribe",
        "precedence", "auto-submitted", "in-reply-to", "references", "reply-to", "x-mailer", "user-agent",
        "x-originating-ip", "feedback-id",
    ]

    /// Words by which a language is known: so frequent that hardly a text is without, and of no other language here.
    static let stopWords = [
        ("English", "the and you that this with have from your will not are was can would about which there"),
        ("German", "und der die das nicht ist mit Sie auf für eine auch dem den wir ich wird haben werden zum"),
        ("French", "les des est vous pour une dans nous votre avec pas sur cette aux être vos avez ce"),
        ("Spanish", "los las para una del por con su que está usted este como más sus el pero sobre"),
        ("Italian", "che per una con del della sono gli non più questo alla nel di anche il è"),
        ("Portuguese", "para uma com não você dos das os ao mais seu sua pelo em são está"),
        ("Dutch", "het een van voor met zijn niet deze wij naar ook bij wordt uw hebben kunt"),
        ("Polish", "nie się jest na oraz przez dla tego lub jak aby po od są może"),
        ("Swedish", "och att det som för inte på är av till har kan din ett vi"),
        ("Turkish", "ve bir için bu ile olarak daha olan çok değil kadar sizin veya gibi"),
        ("Russian", "и в не на что вы по для это как от из ваш мы или"),
        ("Chinese", "我们 公司 可以 您好 的产 产品 联系 服务 中国 邮件 如果 一个 客户 提供"),
        ("Japanese", "です ます した から して いた ない この ます。 ござ 願い いま"),
        ("Korean", "있습니다 합니다 수 및 이 있는 입니다 그리고 또는 위해 대한"),
    ]
}
