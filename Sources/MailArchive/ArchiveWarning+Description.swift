// SPDX-License-Identifier: Apache-2.0
import Glibc

extension ArchiveWarning: CustomStringConvertible {
    /// One line: where, what, what was done.
    public var description: String {
        let place = offset.map { "\(Self.oneLine(path)) at byte \($0)" } ?? Self.oneLine(path)
        return "\(place): \(problem); \(outcome)"
    }

    /// A path as it can stand within a line: control characters escaped.
    private static func oneLine(_ path: String) -> String {
        guard path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return path }
        var line = ""
        for scalar in path.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                line += scalar.escaped(asASCII: true)
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}

extension ArchiveWarning.Problem: CustomStringConvertible {
    /// What was wrong, in words.
    public var description: String {
        switch self {
        case .cannotOpen(let code): "cannot be opened (\(Self.words(code)))"
        case .cannotRead(let code): "cannot be read on (\(Self.words(code)))"
        case .removed: "is gone since the folder was listed"
        case .changedWhileRead: "changed while it was read"
        case .notFound: "does not exist"
        case .wrongKind(let expected):
            "is a \(expected.isFolder ? "file" : "folder"), not \(expected.isFolder ? "a folder" : "a file") "
                + "as format \(expected.rawValue) needs"
        case .specialFile: "is a pipe, socket or device"
        case .empty: "is empty"
        case .notMail: "does not look like mail"
        case .unsupported(let format, let remedy): "is \(format), which is not read here: \(remedy)"
        case .truncated(let compression): "the \(compression.rawValue) data end early"
        case .damaged(let compression): "the \(compression.rawValue) data are damaged"
        case .expandsTooFar(let compression, let bytes):
            "the \(compression.rawValue) data expand too far (more than \(bytes) bytes)"
        case .decoderTooLarge(let compression): "the \(compression.rawValue) data need too much memory to expand"
        case .messageTooLong(let bytes?): "the message is too long (\(bytes) bytes)"
        case .messageTooLong(nil): "the message is too long"
        case .folderLoop: "was read already under another name (a link leads back to it)"
        case .tooDeep: "lies too deep in folders"
        case .noMessageAtStart(let bytes): "the first \(bytes) bytes are no message"
        case .mayHoldMessages(let count):
            count == 1
                ? "a message holds what looks like another one" : "messages hold what looks like \(count) others"
        case .notBetweenMessages: "a part of it does not end where a message ends"
        case .wrongContentLength: "Content-Length does not end where a message ends"
        case .badIndexLine(let number): "line \(number) is not `spam|ham PATH`"
        }
    }

    /// What was wrong, without what differs from file to file: warnings of one reason are counted together.
    public var reason: String {
        switch self {
        case .messageTooLong: "the message is too long"
        case .noMessageAtStart: "the first bytes are no message"
        case .mayHoldMessages: "messages hold what looks like others"
        case .badIndexLine: "a line is not `spam|ham PATH`"
        default: description
        }
    }

    /// How to come to mail that Dovecot keeps in a way that is not read here; the mailbox in use stays as it is.
    static let copyOfMailbox =
        "leave it as it is and let Dovecot make a copy to read, `doveadm -o plugin/zlib_save= "
        + "-o plugin/mail_crypt_save_version=0 backup -u USER maildir:FOLDER`"

    /// The same of a file in a mailbox, where nothing must be expanded in its place.
    var inMailbox: ArchiveWarning.Problem {
        guard case .unsupported(let format, _) = self else { return self }
        return .unsupported(format: format, remedy: Self.copyOfMailbox)
    }

    // SAFETY: the C library's text ends with a NUL, and is copied at once.
    private static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
