// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

/// A short seeded run of what `scripts/fuzz` does without end; its findings become tests here and beside the parsers.
@Suite("any bytes are a message") struct MutationTests {
    @Test("damaged synthetic messages are read to their end", arguments: Array(SyntheticMail.all.indices))
    func synthetic(_ index: Int) {
        let original = Array(SyntheticMail.all[index].utf8)
        var mutator = Mutator(seed: UInt64(index))
        PublicParsers.read(original)
        for _ in 0..<150 { PublicParsers.read(mutator.damaged(original)) }
    }

    @Test(
        "damaged messages of the suites are read to their end",
        .enabled(if: Suite.isPresent, "../shared/mime is absent"),
        arguments: [
            ("stalwart/eml/malformed", ".eml"), ("stalwart/eml/thirdparty", ".eml"), ("stalwart/eml/rfc", ".eml"),
            ("mime4j/testmsgs", ".msg"), ("mime4j/mimetools-testmsgs", ".msg"), ("enmime/testdata/parts", ".raw"),
            ("enmime/testdata/low-quality", ".raw"),
        ])
    func suites(_ folder: String, _ suffix: String) throws {
        var mutator = Mutator(seed: 1)
        for file in Suite.files(folder, suffix: suffix) {
            let original = try Suite.bytes("\(folder)/\(file)")
            guard original.count < 30_000 else { continue }
            for _ in 0..<8 { PublicParsers.read(mutator.damaged(original)) }
        }
    }

    @Test(
        "empty, blank and headless input is a message",
        arguments: [
            "", "\n", "\r\n\r\n", "\r", "--", "=?", "=?a?q?", ":", "a:", "\0", "begin 644 a\n", "\nbegin 644 a\nM",
        ])
    func small(_ text: String) { PublicParsers.read(Array(text.utf8)) }

    /// Inputs whose careless reading takes the square of their length: a megabyte of each has to be read at all.
    @Test(
        "beginnings without an end are read in linear time",
        arguments: [
            "Subject: =?a?q?", "Subject: =?a?q?b \u{e9}", "To: <a,", "To: =?a?q?", "To: (", "To: \"",
            "Received: from (",
            "Content-Type: a/b; c*1=d;", "Content-Type: a/b; \"", "Date: (",
        ])
    func unended(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return }
        let value = Array(text[text.index(after: colon)...].utf8)
        var bytes = Array(text[...colon].utf8)
        while bytes.count < 1_000_000 { bytes += value }
        let message = Message(bytes)
        for field in message.header.fields {
            _ = (field.decoded, AddressList(parsing: field), MailDate(parsing: field), ReceivedField(parsing: field))
        }
        #expect(message.header.fields.count == 1)
    }
}
