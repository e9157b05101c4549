// SPDX-License-Identifier: Apache-2.0

/// Unpacks a message that a client compressed, no further than the message's limit.
///
/// What is beyond the limit is not unpacked at all, so a bomb costs no more than a message of the largest size.
protocol MessageInflater: AnyObject {
    /// Whether the compressed data came to their end.
    var isFinished: Bool { get }

    /// Unpacks a piece; false if it is no compressed data.
    ///
    /// What follows the end is ignored, as spamd does; so is everything once the message is cut.
    func inflate(_ piece: UnsafeRawBufferPointer, into message: inout MessageBuffer) -> Bool
}

/// How a client compressed a message.
package enum MessageCompression: Sendable {
    /// By zlib, in its own wrapper (RFC 1950), as spamc does.
    case zlib
    /// By zlib, in its own wrapper or gzip's (RFC 1952), as HTTP's clients do.
    case zlibOrGzip
    /// Zstandard (RFC 8878), as rspamc does.
    case zstd

    fileprivate func inflater() -> any MessageInflater {
        switch self {
        case .zlib: ZlibInflater(isEither: false)
        case .zlibOrGzip: ZlibInflater(isEither: true)
        case .zstd: ZstdInflater()
        }
    }
}

extension MessageBuffer {
    /// Unpacks what a client sent compressed.
    ///
    /// - Parameters:
    ///   - message: What collects it.
    ///   - compression: How it is compressed.
    /// - Returns: the message, or nil if this is no compressed data, or ends before they do.
    package func unpacked(
        into message: consuming MessageBuffer, by compression: MessageCompression = .zlib
    ) -> MessageBuffer? {
        guard size > 0 else { return message }
        guard !isOverloaded else {
            message.skip(size)
            message.giveUp()
            return message
        }
        let inflater = compression.inflater()
        guard bytes.withUnsafeBytes({ inflater.inflate($0, into: &message) }) else { return nil }
        if !inflater.isFinished, message.isWhole {
            guard !isWhole else { return nil }
            // What is missing here would have been some of it.
            message.skip(size - bytes.count)
        }
        return message
    }
}
