// SPDX-License-Identifier: Apache-2.0

/// Where Spreu knowingly reads a case of a suite otherwise, with the reason; `docs/conformance.md` lists the same.
enum Deviations {
    static let stalwartFields: [String: String] = [
        "address #10": "an escaped line break does not escape the parenthesis on the next line (RFC 5322, 3.2.2)",
        "address #14": "a route, and white space around a dot, are no part of an address (RFC 5322, 4.4)",
        "address #15": "white space around a dot is no part of an address (RFC 5322, 4.4)",
        "content_type #35": "white space between encoded words is left out (RFC 2047, 6.2), within quotes, too",
        "content_type #62": "a hostile mass of stars: the names of the parameters are read otherwise",
        "content_type #77": "a subtype ends at a special (RFC 2045, 5.1)",
        "content_type #78": "a subtype ends at a special (RFC 2045, 5.1)",
        "content_type #79": "a subtype ends at a special (RFC 2045, 5.1)",
        "date #13": "a list of numbers is no date",
        "received #29": "an id may hold a slash", "received #30": "an id may hold a slash",
        "received #31": "an id may hold a slash",
        "received #68": "PST is eight hours behind UTC",
        "received #70": "a date is read without a semicolon before it, too",
        "received #124": "the first of two by clauses counts",
        "received #145": "seconds may have decimals",
        "received #164": "PDT is seven hours behind UTC",
        "received #172": "a comment in the by clause does not tell the sending host",
    ]

    static let mime4j: [String: String] = [
        "testmsgs/basic-plain-with-bad-header-separator":
            "a line of blanks does not end the header, but text that is no field begins the body, which is not lost",
        "testmsgs/malformedHeader-noheader": "a message without header is all body; mime4j loses it",
        "testmsgs/malformedHeaderStartsBody-noheader": "a message without header is all body; mime4j loses a line",
        "testmsgs/malformedHeaderStartsBody-nocrlfcrlf":
            "the message of malformedHeader-nocrlfcrlf, read by another option of mime4j; we agree with that one",
        "mimetools-testmsgs/hdr-fakeout": "as basic-plain-with-bad-header-separator",
        "mimetools-testmsgs/frag": "base64 that breaks off is decoded to its last whole byte",
        "mimetools-testmsgs/multi-frag": "base64 that breaks off is decoded to its last whole byte",
    ]

    static let enmime: [String: String] = [
        "testdata/parts/chardet-success-big-5":
            "charsets are not guessed by statistics: what is labelled us-ascii and no UTF-8 is windows-1252"
    ]

    static let stalwartMessages: [String: String] = [
        "malformed/000": "parts without a body are parts",
        "malformed/001": "a line that is exactly the outer boundary is not taken for one that begins with the inner",
        "malformed/007": "a part's own boundary ends its header, if the empty line is missing",
        "malformed/008": "as 001",
        "malformed/009": "an outer boundary ends an unclosed inner multipart (RFC 2046, 5.1.2)",
        "malformed/011": "as 009",
        "malformed/012": "as 009",
        "malformed/016": "as 001 and 009",
        "malformed/019": "a damaged mass of headers: a boundary nested in itself",
        "malformed/020":
            "of two Content-Types of a part the first counts, as in Thunderbird; the other is another reading",
        "malformed/021": "as 020",
        "thirdparty/002": "what follows padding and is no base64 is left out",
        "thirdparty/005": "a boundary begins a line",
        "thirdparty/015": "as 007: the outer boundary ends the header of the enclosed message",
    ]
}
