// SPDX-License-Identifier: Apache-2.0

extension BounceClass {
    /// Why a copy went back, by what a mail server's log says of it.
    ///
    /// - Parameters:
    ///   - status: the enhanced status code, such as `5.1.1`; anything else is none.
    ///   - answer: the remote host's words, as Postfix or Exim write them.
    package init(status: String, answer: String) {
        let words = answer.lowercased()
        self = BounceRules.reason(words, status: BounceStatus(given: status, text: words), else: nil)
    }
}
