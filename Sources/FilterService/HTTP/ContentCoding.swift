// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// How the content of a request is coded, by its fields (RFC 9110 section 8.4; rspamd's own).
enum ContentCoding: Sendable, Equatable {
    /// As it is.
    case identity
    /// Compressed.
    case compressed(MessageCompression)
    /// Not the message itself, or coded in a way that is not understood: why, and what to do.
    case refused(String)

    /// Reads the fields that say so.
    init(_ fields: HTTPFields) {
        // rspamd's clients on the same machine name a file, or shared memory, instead of sending the message.
        for name in ["Shm", "File", "Path"] where fields[.named(name)] != nil {
            self = .refused("the field \(name) names the message instead of sending it; send it in the request")
            return
        }
        let named = Self.codings(in: fields)
        switch named {
        case []: self = .identity
        case ["gzip"], ["x-gzip"], ["deflate"]: self = .compressed(.zlibOrGzip)
        case ["zstd"]: self = .compressed(.zstd)
        default:
            self = .refused(
                "content coding \(named.joined(separator: ", ")) is not supported; send the message uncompressed, or "
                    + "with zstd or gzip"
            )
        }
    }

    /// The codings in the order in which they were applied.
    ///
    /// One compression may be named by both fields: `rspamc` of Debian 13 (3.12.1) does.
    private static func codings(in fields: HTTPFields) -> [String] {
        let (encoding, compression) = (words(fields[.contentEncoding]), words(fields[.named("Compression")]))
        return encoding == compression ? encoding : encoding + compression
    }

    private static func words(_ value: String?) -> [String] {
        (value ?? "").split(separator: ",")
            .map { $0.trimming { $0 == " " || $0 == "\t" }.lowercased() }
            .filter { !$0.isEmpty && $0 != "identity" }
    }
}

extension Substring {
    /// The text without what is at its ends.
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> Substring {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
