// SPDX-License-Identifier: Apache-2.0

extension PostfixConfiguration {
    /// The lists of restrictions that `smtpd` goes through, in the order of a session.
    ///
    /// - SeeAlso: SMTPD_ACCESS_README
    package static let restrictionParameters = [
        "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
        "smtpd_relay_restrictions", "smtpd_recipient_restrictions", "smtpd_data_restrictions",
        "smtpd_end_of_data_restrictions", "smtpd_etrn_restrictions",
    ]
}
