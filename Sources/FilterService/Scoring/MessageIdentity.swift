// SPDX-License-Identifier: Apache-2.0
package import FilterPages
import Synchronization

/// What a message calls itself, once somebody has read it: kept as a digest alone.
package final class MessageIdentity: Sendable {
    private let digest = Mutex<MessageIDDigest?>(nil)

    /// Makes one of which nothing is known yet.
    package init() {}

    /// Keeps the digest of a Message-ID.
    func note(_ messageID: String?) {
        guard let found = messageID.flatMap({ MessageIDDigest($0) }) else { return }
        digest.withLock { $0 = found }
    }

    /// The digest; nil: nobody has read the message, or it has no Message-ID.
    package var messageID: MessageIDDigest? { digest.withLock { $0 } }
}
