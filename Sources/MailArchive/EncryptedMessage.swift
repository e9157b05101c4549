// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Whether messages lie on disk in a way that only the mail server can read: Dovecot's mail_crypt.
///
/// - SeeAlso: <https://doc.dovecot.org/main/core/plugins/mail_crypt.html>
public enum EncryptedMessage {
    /// The most bytes of a file that are looked at.
    private static let headBytes = 64

    /// Whether a file's first bytes say that it is encrypted; false where it cannot be read.
    ///
    /// What is compressed was encrypted after that, so that what is seen here is the outermost.
    public static func isAt(_ path: String) -> Bool {
        guard let file = try? ReadableFile(path, [.noLinks, .keepsAccessTime]),
            let head = try? file.read(upTo: headBytes)
        else { return false }
        guard case .unsupported(FileSignature.encrypted, _) = FileSignature(head.span) else {
            return false
        }
        return true
    }
}
