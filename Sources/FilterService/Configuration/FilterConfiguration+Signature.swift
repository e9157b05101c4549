// SPDX-License-Identifier: Apache-2.0
package import SpamModel

extension FilterConfiguration {
    /// The keys one of which must have signed the model; nil if the configuration names none.
    ///
    /// - Throws: ``SignatureKeyError`` if the file cannot be used: then nothing may be served, for nothing can be verified.
    package func trustedKeys() throws(SignatureKeyError) -> TrustedKeys? {
        guard let publicKey else { return nil }
        return try TrustedKeys.load(path: publicKey)
    }
}
