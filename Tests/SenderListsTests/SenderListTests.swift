// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("List of senders") struct SenderListTests {
    @Test("a line says what, whom, for whom, until when, by whom, since when and why")
    func line() throws {
        let text =
            "allow anna#2@customer.example for=sales.example.com until=2026-12-31 by=hans added=2026-11-29  # offer #4711"
        let list = SenderList(text: "# heading\n\n" + text + "\n")
        let entry = try #require(list.entries.first)
        #expect(list.problems.isEmpty && list.entries.count == 1)
        #expect(entry.action == .allow && entry.subject.description == "anna#2@customer.example")
        #expect(entry.recipientDomain == "sales.example.com" && entry.author == "hans" && entry.note == "offer #4711")
        #expect(entry.until == CivilDate(year: 2026, month: 12, dayOfMonth: 31))
        #expect(entry.line == text)
    }

    @Test(
        "addresses, domains, networks and mailing lists are told apart",
        arguments: [
            ("Anna@Customer.Example", ListSubject.Kind.address, "anna@customer.example"),
            (#""anna"@customer.example."#, .address, "anna@customer.example"),
            ("customer.example", .domain, "customer.example"), ("Customer.Example.", .domain, "customer.example"),
            (".customer.example", .subdomains, ".customer.example"),
            ("*.customer.example", .subdomains, ".customer.example"),
            ("kunde.Müller.example", .domain, "kunde.xn--mller-kva.example"),
            ("xn--mller-kva.example", .domain, "xn--mller-kva.example"),
            ("Info@BÜCHER.example", .address, "info@xn--bcher-kva.example"),
            (".他们为什么不说中文.example", .subdomains, ".xn--ihqwcrb4cv8a8dqg056pqjye.example"),
            ("3年b組金八先生.example", .domain, "xn--3b-ww4c5e180e575a65lsy2b.example"),
            ("192.0.2.0/24", .network, "192.0.2.0/24"), ("192.0.2.1", .network, "192.0.2.1"),
            ("2001:DB8::/32", .network, "2001:db8::/32"),
            ("list:<Announce.Example.org>", .list, "list:announce.example.org"),
        ])
    func subjects(text: String, kind: ListSubject.Kind, written: String) throws {
        let subject = try #require(ListSubject(text))
        #expect(subject.kind == kind && subject.description == written)
        #expect(ListSubject(written) == subject)
    }

    @Test(
        "what is none of them is refused",
        arguments: [
            "", "com", "com.", ".com", ".com.", "*.com", "@", "@customer.example", "anna@", "a b@c.example",
            "192.0.2.0/33", "exa mple.com",
            "..example.com",
            "customer..example", "list:", "list:<a b>", "http://customer.example/", "<anna@customer.example",
            String(repeating: "a", count: 400) + ".example",
        ])
    func noSubjects(text: String) {
        let subject = ListSubject(text)
        #expect(subject == nil || text.hasPrefix("<") && subject?.kind == .address, "\(text)")
    }

    @Test("lines and fields of any bytes are read without harm, and what is read is written the same")
    func noise() {
        var generator = SplitMix64(seed: 20_261_129)
        let alphabet = Array(
            "allow deny@.example-xn*<>#=:/\"\\();list:192.0.2.0/24 for=until=\t\u{FC}\u{20AC}\u{0}".unicodeScalars)
        for _ in 0..<5_000 {
            var text = Bool.random(using: &generator) ? "deny " : ""
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            for entry in SenderList(text: text).entries {
                #expect(SenderList(text: entry.line).entries.first?.line == entry.line, "\(text.debugDescription)")
            }
            _ = AuthenticationResults(Array(("mx.example.com;" + text).utf8))
        }
    }

    @Test("all domains below a public suffix are anybody's")
    func publicSuffix() {
        #expect(ListSubject(".co.uk")?.isPublic == true && ListSubject(".github.io")?.isPublic == true)
        #expect(
            ListSubject(".customer.co.uk")?.isPublic == false && ListSubject(".customer.example")?.isPublic == false)
        #expect(ListSubject("co.uk")?.isPublic == false)
    }

    @Test("a line that cannot be read is told with its number, and the others count")
    func problems() {
        let list = SenderList(
            text: """
                deny a@one.example
                denny b@two.example
                allow
                allow nothing
                allow c@three.example until=tomorrow
                allow d@four.example colour=red
                allow e@five.example once
                deny f@six.example

                """)
        #expect(list.entries.map(\.subject.description) == ["a@one.example", "f@six.example"])
        #expect(list.problems.map(\.line) == [2, 3, 4, 5, 6, 7] && list.problemCount == 6)
        #expect(list.problems[0].description == "line 2: it begins with 'denny' instead of 'allow' or 'deny'")
        #expect(list.problems[4].reason.contains("colour="))
    }

    @Test("lines may end as Windows ends them, and dates have to be days")
    func lineEnds() {
        let list = SenderList(text: "allow a@one.example until=2026-02-28\r\ndeny b.example\r\n")
        #expect(list.entries.count == 2 && list.problems.isEmpty)
        for day in ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-01x", "0000-01-01", "-2026-01-1"] {
            #expect(CivilDate(iso: day) == nil, "\(day)")
        }
    }

    @Test("of ten thousand entries each is found, and no more are read")
    func many() {
        let lines = (0..<10_005).map { "deny u\($0)@d\($0).example" }
        let list = SenderList(text: lines.joined(separator: "\n"))
        #expect(list.entries.count == SenderList.maxEntries && list.problems.map(\.line) == [10_001])
        for number in [0, 5_000, 9_999] {
            let message = Sample.message(from: "u\(number)@d\(number).example")
            let arrival = Arrival(message, envelope: nil, at: Sample.servers())
            #expect(list.finding(for: arrival, on: Sample.today).action == .deny)
        }
    }

    @Test("reading takes time in proportion to the file, whatever is in it")
    func linear() {
        let shapes: [(String, (Int) -> String)] = [
            ("one line", { String(repeating: "a", count: $0) }),
            ("blanks", { "deny" + String(repeating: " ", count: $0) }),
            ("words", { "deny a.example " + String(repeating: "for=b.example ", count: $0 / 14) }),
            ("dots", { "deny " + String(repeating: ".", count: $0) }),
            ("one subject", { String(repeating: "deny a@one.example\n", count: $0 / 19) }),
            ("networks", { size in (0..<(size / 20)).map { "deny 10.\($0 >> 8 & 255).\($0 & 255).0/24\n" }.joined() }),
            ("ends", { String(repeating: "\n", count: $0) }),
            ("hashes", { "deny a.example " + String(repeating: "#", count: $0) }),
        ]
        for (name, shape) in shapes {
            let excess = LinearTime(small: 64 << 10, large: 512 << 10).excess(of: shape) { _ = SenderList(text: $0) }
            #expect(excess == nil, "\(name): \(excess ?? "")")
        }
    }
}
