// SPDX-License-Identifier: Apache-2.0

/// What the structure parser has to know of a content type.
enum MediaKind: Sendable, Equatable {
    /// A body without structure.
    case leaf
    /// A multipart; in a digest, parts without a type are messages.
    case multipart(isDigest: Bool)
    /// An enclosed message: message/rfc822, message/global, message/news.
    case message

    init(_ contentType: ContentType) {
        switch contentType.type {
        case "multipart": self = .multipart(isDigest: contentType.subtype == "digest")
        case "message":
            switch contentType.subtype {
            case "rfc822", "global", "news": self = .message
            default: self = .leaf
            }
        default: self = .leaf
        }
    }
}

/// Where a part stands, as far as it decides on the type of the part.
enum PartPlace {
    /// The message itself, or one that is enclosed in a message/rfc822.
    case message
    /// A part of a multipart.
    case multipart
    /// A part of a digest: without a type it is a message.
    case digest
}
