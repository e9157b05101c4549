// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("header values of stalwart's mail-parser", .enabled(if: Suite.isPresent, "../shared/mime is absent"))
struct StalwartFieldTests {
    /// All cases not listed as deviations agree, so that the share is known by counting those.
    @Test(
        "at least 95 of 100 of each file agree",
        arguments: ["address", "date", "content_type", "received", "id", "unstructured"])
    func share(_ file: String) {
        let deviations = Deviations.stalwartFields.keys.count { $0.hasPrefix(file + " ") }
        #expect(Double(deviations) <= 0.05 * Double(Suite.fieldCases(file).count))
    }

    private func expect(_ actual: String, _ expected: String, _ test: FieldCase) {
        let check = Check(what: test.header.debugDescription, actual: actual, expected: expected)
        Suite.expect([check], test.name, deviations: Deviations.stalwartFields)
    }

    /// The field that a header value makes, folding and what follows it as it stands.
    private func field(_ test: FieldCase) -> HeaderField? {
        Message(Array("x-field: ".utf8) + Array(test.header.utf8)).header.first("x-field")
    }

    @Test("addresses, groups, comments", arguments: Suite.fieldCases("address"))
    func addresses(_ test: FieldCase) throws {
        let list = AddressList(parsing: try #require(field(test)))
        expect(Self.text(list), Self.text(addresses: test.expected), test)
    }

    @Test("dates", arguments: Suite.fieldCases("date"))
    func dates(_ test: FieldCase) throws {
        let date = MailDate(parsing: try #require(field(test)))
        expect(date?.rfc3339 ?? "none", StalwartDate(test.expected)?.rfc3339 ?? "none", test)
    }

    @Test("content types and dispositions", arguments: Suite.fieldCases("content_type"))
    func contentTypes(_ test: FieldCase) throws {
        let message = Message(Array("content-type: ".utf8) + Array(test.header.utf8) + Array("\n\n".utf8))
        let type = message.root.contentType
        let isMalformed = message.defects.contains(.malformedContentType)
        var actual = [type.type, type.subtype.isEmpty ? "none" : type.subtype]
        actual += type.parameters.all.map { "\($0.name)=\($0.value)" }.sorted()
        if isMalformed, type == .textPlain { actual = [] }
        expect("\(actual)", Self.text(contentType: test.expected), test)
    }

    @Test("Received fields", arguments: Suite.fieldCases("received"))
    func received(_ test: FieldCase) throws {
        let actual = ReceivedField(parsing: try #require(field(test)))
        expect(Self.text(actual, like: test.expected), Self.text(test.expected), test)
    }

    @Test("message ids", arguments: Suite.fieldCases("id"))
    func ids(_ test: FieldCase) throws {
        let ids = MessageID.all(in: try #require(field(test)))
        expect("\(ids)", "\(test.expected.elements.map { $0.string ?? "" })", test)
    }

    @Test("unstructured text, runs of white space aside", arguments: Suite.fieldCases("unstructured"))
    func unstructured(_ test: FieldCase) throws {
        let expected = (test.expected.string ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        expect(try #require(field(test)).decoded, expected, test)
    }
}

// MARK: - Both sides as text

extension StalwartFieldTests {
    static func text(_ list: AddressList) -> String {
        list.elements.map { element in
            switch element {
            case .mailbox(let address): text(address)
            case .group(let name, let members): "\(text(name)): \(members.map(text))"
            }
        }.joined(separator: ", ")
    }

    /// stalwart appends comments to the name.
    private static func text(_ address: Address) -> String {
        var name = address.displayName
        if let comment = address.comment { name = name.map { "\($0) (\(comment))" } ?? comment }
        return text(name: name, address: address.address)
    }

    /// A word without an @ and a name is an address to us, and sometimes a name to stalwart.
    private static func text(name: String?, address: String) -> String {
        name == nil && !address.contains("@") ? "\(address) <>" : "\(name ?? "-") <\(address)>"
    }

    static func text(addresses: JSON) -> String {
        func text(_ address: JSON) -> String {
            self.text(name: address["name"].string, address: address["address"].string ?? "")
        }
        if addresses["Group"].isNull {
            return addresses["List"].elements.map(text).joined(separator: ", ")
        }
        return addresses["Group"].elements.map { group in
            let members = group["addresses"].elements.map(text)
            if let name = group["name"].string { return "\(name) <>: \(members)" }
            return members.joined(separator: ", ")
        }.joined(separator: ", ")
    }

    private static func text(contentType: JSON) -> String {
        guard let type = contentType["c_type"].string else { return "[]" }
        var parts = [type.lowercased(), contentType["c_subtype"].string?.lowercased() ?? "none"]
        let attributes = contentType["attributes"].elements.map { $0.elements.map { $0.string ?? "" } }
        parts += attributes.filter { !$0[0].hasSuffix("-language") }.map { "\($0[0])=\($0[1])" }.sorted()
        return "\(parts)"
    }

    private static func text(_ field: ReceivedField, like expected: JSON) -> String {
        // stalwart knows protocols as an enumeration: what is in none is not told, what is like one is that one.
        let known = expected["with"].string?.uppercased()
        let with = field.with?.uppercased().replacing("ESMTP-TLS", with: "ESMTPS")
        let isKnown = known.map { with?.contains($0) == true } ?? true
        return text([
            ("from", field.from), ("helo", field.helo), ("ip", field.ip.map(plain)), ("name", field.reverseName),
            ("by", field.by), ("via", field.via), ("with", isKnown ? known : field.with), ("id", field.id),
            ("for", field.forAddress),
            ("date", isImpossible(expected["date"]) ? "impossible" : field.date?.rfc3339),
        ])
    }

    private static func text(_ expected: JSON) -> String {
        func host(_ json: JSON) -> String? { json["Name"].string ?? json["IpAddr"].string.map(plain) }
        return text([
            ("from", host(expected["from"])), ("helo", host(expected["helo"])),
            ("ip", (expected["from_ip"].string ?? expected["from"]["IpAddr"].string).map(plain)),
            ("name", expected["from_iprev"].string),
            ("by", host(expected["by"])), ("via", expected["via"].string),
            ("with", expected["with"].string?.uppercased()), ("id", expected["id"].string),
            ("for", expected["for_"].string),
            ("date", isImpossible(expected["date"]) ? "impossible" : StalwartDate(expected["date"])?.rfc3339),
        ])
    }

    /// The recorded results hold some dates that stalwart misread, as of the year 1903; they say nothing of ours.
    private static func isImpossible(_ date: JSON) -> Bool { date["year"].integer.map { $0 < 1970 } ?? false }

    private static func text(_ pairs: [(String, String?)]) -> String {
        pairs.map { "\($0)=\($1 ?? "-")" }.joined(separator: " ")
    }

    /// An IPv6 address without leading zeros in its groups.
    private static func plain(_ address: String) -> String {
        guard address.contains(":") else { return address }
        let groups = address.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        return groups.map {
            $0.isEmpty ? "" : String($0.trimmingPrefix { $0 == "0" }.isEmpty ? "0" : $0.trimmingPrefix { $0 == "0" })
        }
        .joined(separator: ":")
    }
}

/// A date as stalwart's parser gives it.
struct StalwartDate {
    var rfc3339: String

    init?(_ json: JSON) {
        let keys = ["year", "month", "day", "hour", "minute", "second", "tz_hour", "tz_minute"]
        let numbers = keys.compactMap { json[$0].integer }
        guard numbers.count == keys.count else { return nil }
        let sign = json["tz_before_gmt"].bool == true ? "-" : "+"
        func padded(_ number: Int, _ width: Int = 2) -> String {
            String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
        }
        let zone = numbers[6] == 0 && numbers[7] == 0 ? "Z" : "\(sign)\(padded(numbers[6])):\(padded(numbers[7]))"
        rfc3339 =
            "\(padded(numbers[0], 4))-\(padded(numbers[1]))-\(padded(numbers[2]))T\(padded(numbers[3])):"
            + "\(padded(numbers[4])):\(padded(numbers[5]))\(zone)"
    }
}
