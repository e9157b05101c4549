// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

extension FilterConfiguration {
    /// Reads the site keys: the default's, and each customer's in its order.
    ///
    /// - Throws: ``SiteKeyError`` when the default's cannot be used, ``CustomerError`` when a customer's cannot, and
    ///   ``ConfigurationError`` when it is another's: who has a key can tell from what is learned with it whether a word was in
    ///   somebody's mail.
    package func keys() throws -> (common: SiteKey, customers: [SiteKey]) {
        let common = try SiteKey.load(path: key, groupMayRead: true)
        var owners = [common.id: "the top level"]
        let others = try customers.map { customer in
            let key: SiteKey
            do {
                key = try SiteKey.load(path: customer.own.key, groupMayRead: true)
            } catch {
                throw customer.unusable(error)
            }
            if let owner = owners.updateValue("customer '\(customer.name)'", forKey: key.id) {
                throw customer.error(
                    "\(customer.own.key) is a copy of the key of \(owner): have 'spreu nightly' or 'spreu train' make a new one, and a model with it"
                )
            }
            return key
        }
        return (common, others)
    }
}
