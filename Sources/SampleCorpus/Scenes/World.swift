// SPDX-License-Identifier: Apache-2.0

/// The invented firm whose mail this is, and those who write to it.
enum World {
    static let exchanger = "mx.musterhof.example.com"
    static let store = "imap.musterhof.example.com"
    /// The site's zone, in minutes east of Greenwich.
    static let zone = 60
    /// 2025-10-01 06:00 UTC: the first day of the corpus.
    static let start = 1_759_298_400
    /// The corpus covers this many days.
    static let days = 150

    static let anna = Person(name: "Anna Muster", address: "anna.muster@musterhof.example.com")
    static let jonas = Person(name: "Jonas Beispiel", address: "jonas.beispiel@musterhof.example.com")
    static let info = Person(name: "", address: "info@musterhof.example.com")
    static let orders = Person(name: "Musterhof Einkauf", address: "einkauf@musterhof.example.com")
    static let staff = [anna, jonas, info, orders, anna, jonas]

    static let desktops = ["DESKTOP-7QK2", "laptop-anna", "buero-pc3", "localhost", "WIN-4XT9", "workstation"]

    static let partners: [Language: [Person]] = [
        .english: [
            Person(name: "Martha Sample", address: "martha.sample@harbour.example.org"),
            Person(name: "Peter Placeholder", address: "p.placeholder@harbour.example.org"),
            Person(name: "Olu Example", address: "olu@brightfield.example.net"),
            Person(name: "Sam Specimen", address: "sam.specimen@freemail.example.net"),
        ],
        .german: [
            Person(name: "Erika Mustermann", address: "e.mustermann@muehlenwerk.example.org"),
            Person(name: "Jürgen Platzhalter", address: "platzhalter@muehlenwerk.example.org"),
            Person(name: "Steuerkanzlei Probst, Zettel & Köhn", address: "kanzlei@probst.example.net"),
            Person(name: "Käthe Beispiel", address: "kaethe.beispiel@freemail.example.net"),
        ],
        .french: [
            Person(name: "Chloé Exemple", address: "chloe.exemple@moulin.example.org"),
            Person(name: "Jean Modèle", address: "jean.modele@freemail.example.net"),
        ],
        .spanish: [
            Person(name: "Íñigo Ejemplo", address: "inigo.ejemplo@huerta.example.org"),
            Person(name: "Lucía Muestra", address: "lucia.muestra@freemail.example.net"),
        ],
        .italian: [Person(name: "Niccolò Esempio", address: "n.esempio@mulino.example.org")],
        .polish: [Person(name: "Łukasz Przykładowy", address: "lukasz@mlyn.example.org")],
        .russian: [
            Person(name: "Ольга Примерова", address: "olga.primerova@melnica.example.org"),
            Person(name: "Иван Образцов", address: "ivan.obraztsov@freemail.example.net"),
        ],
        .japanese: [
            Person(name: "見本 花子", address: "hanako.mihon@suisha.example.org"),
            Person(name: "例 太郎", address: "taro.rei@freemail.example.net"),
        ],
        .chinese: [
            Person(name: "李样本", address: "li.yangben@mofang.example.org"),
            Person(name: "王示例", address: "wang.shili@freemail.example.net"),
        ],
    ]

    /// The route by which a person's mail comes.
    static func route(of person: Person) -> Route {
        switch person.domain {
        case "freemail.example.net": .freemail
        case "lists.example.org": .list
        default: .office(domain: person.domain)
        }
    }
}
