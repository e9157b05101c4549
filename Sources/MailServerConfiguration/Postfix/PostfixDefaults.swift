// SPDX-License-Identifier: Apache-2.0

/// What Postfix does where nothing is set: those of its defaults that say where mail goes, and how.
///
/// As `postconf -d` of Postfix 3.7 prints them, November 2026. A parameter that is not here is empty, as most are.
enum PostfixDefaults {
    static let values: [String: String] = [
        "alias_database": "hash:/etc/aliases",
        "alias_maps": "hash:/etc/aliases, nis:mail.aliases",
        "address_verify_relayhost": "$relayhost",
        "address_verify_transport_maps": "$transport_maps",
        "command_directory": "/usr/sbin",
        "compatibility_level": "0",
        "config_directory": "/etc/postfix",
        "default_database_type": "hash",
        "default_transport": "smtp",
        "inet_interfaces": "all",
        "inet_protocols": "all",
        "lmtp_enforce_tls": "no",
        "lmtp_use_tls": "no",
        "local_recipient_maps": "proxy:unix:passwd.byname $alias_maps",
        "local_transport": "local:$myhostname",
        "mail_owner": "postfix",
        "mail_spool_directory": "/var/mail",
        "milter_default_action": "tempfail",
        "milter_protocol": "6",
        "mime_header_checks": "$header_checks",
        "mydestination": "$myhostname, localhost.$mydomain, localhost",
        "mynetworks_style": "${{$compatibility_level} <level {2} ? {subnet} : {host}}",
        "myorigin": "$myhostname",
        "nested_header_checks": "$header_checks",
        "queue_directory": "/var/spool/postfix",
        "relay_domains": "${{$compatibility_level} <level {2} ? {$mydestination} : {}}",
        "relay_transport": "relay",
        "smtp_enforce_tls": "no",
        "smtp_fallback_relay": "$fallback_relay",
        "smtp_sasl_auth_enable": "no",
        "smtp_sasl_security_options": "noplaintext, noanonymous",
        "smtp_sasl_tls_security_options": "$smtp_sasl_security_options",
        "smtp_tls_wrappermode": "no",
        "smtp_use_tls": "no",
        "smtpd_enforce_tls": "no",
        "smtpd_relay_restrictions":
            "${{$compatibility_level} <level {1} ? {} : "
            + "{permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}",
        "smtpd_sasl_auth_enable": "no",
        "smtpd_sasl_security_options": "noanonymous",
        "smtpd_tls_auth_only": "no",
        "smtpd_tls_wrappermode": "no",
        "smtpd_use_tls": "no",
        "strict_rfc821_envelopes": "no",
        "virtual_alias_domains": "$virtual_alias_maps",
        "virtual_alias_maps": "$virtual_maps",
        "virtual_mailbox_domains": "$virtual_mailbox_maps",
        "virtual_transport": "virtual",
    ]
}
