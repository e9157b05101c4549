// SPDX-License-Identifier: Apache-2.0

extension SiteKey {
    /// What a digest is for: the same text has other digests for other purposes.
    public enum DigestPurpose: String, Sendable {
        /// The identifier of a message (Message-ID), which is personal data.
        case messageID = "spreu message-id"
        /// The name of a message's file within its mailbox.
        case fileName = "spreu file name"
        /// What an administrator set.
        case settings = "spreu settings"
        /// The address of somebody who writes or is written to, which is personal data (``AddressDigests``).
        case address = "spreu address"
        /// The name of an account.
        case account = "spreu account"
        /// A Junk digest of the site's own, which is not to be learned.
        case junkDigest = "spreu junk digest"
        /// A network that handed mail over to the site.
        case network = "spreu network"
    }

    /// A number that stands for a text and tells nothing of it without the key: SipHash under a key of its own.
    ///
    /// 64 bits: among a million texts two are taken for one with probability 3e-8.
    public func digest(of text: some Collection<UInt8>, purpose: DigestPurpose) -> UInt64 {
        SipHash.hash(text, key: halves(for: purpose))
    }

    /// The key of a purpose's digests.
    func halves(for purpose: DigestPurpose) -> (UInt64, UInt64) {
        (derived(purpose.rawValue + " 0"), derived(purpose.rawValue + " 1"))
    }
}
