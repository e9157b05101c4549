// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a message or part: data about it, never an error.
///
/// ``Message/defects`` holds what header and structure show; those of bodies show when they are decoded
/// (``MessageContent/defects``). Bits and names are stable: `docs/defects.md` lists them.
public struct Defects: OptionSet, Sendable, Hashable {
    /// One bit a defect.
    public let rawValue: UInt64

    /// A set from its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64) { self.rawValue = 1 << bit }

    // Header

    /// The message or part has no header field at all.
    public static let noHeader = Defects(bit: 0)
    /// The header ends without an empty line: a line that is no field follows, or a boundary.
    public static let missingHeaderEnd = Defects(bit: 1)
    /// A line inside the header is neither a field nor a continuation.
    public static let malformedHeaderLine = Defects(bit: 2)
    /// White space stands between a field's name and its colon (obsolete syntax).
    public static let spaceBeforeColon = Defects(bit: 3)
    /// A header line is longer than the 998 bytes that RFC 5322 allows.
    public static let longHeaderLine = Defects(bit: 4)
    /// The header holds bytes above 127 that are valid UTF-8 (RFC 6532 allows them in internationalised mail only).
    public static let utf8Header = Defects(bit: 5)
    /// The header holds bytes above 127 that are not UTF-8.
    public static let eightBitHeader = Defects(bit: 6)
    /// The header holds a NUL.
    public static let nulInHeader = Defects(bit: 7)
    /// A field that may stand only once (From, Subject, Date, ...) stands more than once.
    public static let duplicateField = Defects(bit: 8)
    /// No From field.
    public static let missingFrom = Defects(bit: 9)
    /// No Date field.
    public static let missingDate = Defects(bit: 10)
    /// An mbox separator line ("From " or ">From ") stands at the top of the header.
    public static let mboxLine = Defects(bit: 11)
    /// Lines end in CR alone: all of them, or some of a header or at a boundary.
    public static let carriageReturnLines = Defects(bit: 12)

    // Structure

    /// A Content-Type that cannot be read as type/subtype.
    public static let malformedContentType = Defects(bit: 16)
    /// A parameter is malformed or stands twice.
    public static let malformedParameter = Defects(bit: 17)
    /// An unknown Content-Transfer-Encoding.
    public static let unknownTransferEncoding = Defects(bit: 18)
    /// A multipart is transfer-encoded with base64 or quoted-printable, which RFC 2045 forbids.
    public static let encodedMultipart = Defects(bit: 19)
    /// A multipart without a boundary parameter.
    public static let missingBoundary = Defects(bit: 20)
    /// A multipart whose boundary never occurs.
    public static let boundaryNotFound = Defects(bit: 21)
    /// A multipart that is not closed by its boundary.
    public static let unclosedMultipart = Defects(bit: 22)
    /// A multipart with the boundary of one around it.
    public static let repeatedBoundary = Defects(bit: 23)
    /// A multipart or MIME field in a message without MIME-Version.
    public static let missingMIMEVersion = Defects(bit: 25)
    /// A limit cut something off (``Message/cuts``).
    public static let cut = Defects(bit: 26)
    /// Mail programs differ in what they make of the part (``Part/otherReadings``).
    public static let ambiguous = Defects(bit: 27)

    // Encodings, seen when decoding

    /// Base64 with bytes outside its alphabet.
    public static let junkInBase64 = Defects(bit: 32)
    /// Base64 that ends inside a group of four or lacks its padding.
    public static let truncatedBase64 = Defects(bit: 33)
    /// An equals sign in quoted-printable that no two hexadecimal digits or line end follow.
    public static let malformedQuotedPrintable = Defects(bit: 34)
    /// Uuencoded data without its begin or end line, or with bad lines.
    public static let malformedUuencode = Defects(bit: 35)
    /// A charset that nobody knows, declared for a body or in an encoded word.
    public static let unknownCharset = Defects(bit: 36)
    /// Bytes that the declared charset does not have.
    public static let undecodableText = Defects(bit: 37)
    /// Text in another charset than the declared one, which is known but evidently wrong.
    public static let mislabelledText = Defects(bit: 38)
    /// An encoded word that breaks RFC 2047: raw white space inside, or no end.
    public static let malformedEncodedWord = Defects(bit: 39)

    /// The defects' names in the order of their bits, as `spreu show --json` prints them under `defects`.
    ///
    /// A name is that of the constant and never changes its meaning; later versions may add names.
    public var names: [String] {
        Self.allNames.filter { contains($0.defect) }.map(\.name)
    }

    /// Every defect with its name.
    public static let allNames: [(defect: Defects, name: String)] = [
        (.noHeader, "noHeader"),
        (.missingHeaderEnd, "missingHeaderEnd"),
        (.malformedHeaderLine, "malformedHeaderLine"),
        (.spaceBeforeColon, "spaceBeforeColon"),
        (.longHeaderLine, "longHeaderLine"),
        (.utf8Header, "utf8Header"),
        (.eightBitHeader, "eightBitHeader"),
        (.nulInHeader, "nulInHeader"),
        (.duplicateField, "duplicateField"),
        (.missingFrom, "missingFrom"),
        (.missingDate, "missingDate"),
        (.mboxLine, "mboxLine"),
        (.carriageReturnLines, "carriageReturnLines"),
        (.malformedContentType, "malformedContentType"),
        (.malformedParameter, "malformedParameter"),
        (.unknownTransferEncoding, "unknownTransferEncoding"),
        (.encodedMultipart, "encodedMultipart"),
        (.missingBoundary, "missingBoundary"),
        (.boundaryNotFound, "boundaryNotFound"),
        (.unclosedMultipart, "unclosedMultipart"),
        (.repeatedBoundary, "repeatedBoundary"),
        (.missingMIMEVersion, "missingMIMEVersion"),
        (.cut, "cut"),
        (.ambiguous, "ambiguous"),
        (.junkInBase64, "junkInBase64"),
        (.truncatedBase64, "truncatedBase64"),
        (.malformedQuotedPrintable, "malformedQuotedPrintable"),
        (.malformedUuencode, "malformedUuencode"),
        (.unknownCharset, "unknownCharset"),
        (.undecodableText, "undecodableText"),
        (.mislabelledText, "mislabelledText"),
        (.malformedEncodedWord, "malformedEncodedWord"),
    ]
}
