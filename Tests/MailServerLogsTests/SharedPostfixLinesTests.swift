// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import TestSupport
import Testing

/// The lines of another project's tests (grok patterns for Postfix), with the values that it finds in them.
@Suite("Lines of Postfix, as others read them")
struct SharedPostfixLinesTests {
    private static let folder = SharedFiles.path("logs/postfix-lines")
    private static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()

    @Test(
        "a line gives the same values under our names",
        .enabled(if: SharedFiles.exists("logs/postfix-lines"), "shared/logs is not there"), arguments: files)
    func values(file: String) throws {
        let example = try Example(String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8))
        let line = try #require(ReadLine(example.line))
        #expect(line.kind != .unknown)
        for (name, expected) in example.results { try check(name, expected, line, example) }
    }

    /// Compares one value of theirs with ours.
    private func check(_ name: String, _ expected: String, _ line: ReadLine, _ example: Example) throws {
        if name == "postfix_keyvalue_data" { return checkPairs(expected, line) }
        if name.hasPrefix("postfix_cmd_") { return try checkCounter(name, expected, line) }
        let found = Self.fields[name].map { fields in fields.compactMap { line.fields[$0] } }
        switch name {
        case "postfix_delay_before_qmgr", "postfix_delay_in_qmgr", "postfix_delay_conn_setup",
            "postfix_delay_transmission":
            let text = Array((line.fields[.delays] ?? "").utf8)
            let delays = DeliveryDelays(text.span, 0..<text.count)
            let stages = try #require(delays)
            #expect(
                [stages.beforeQueue, stages.inQueue, stages.connection, stages.transmission].contains(Double(expected)))
        case "postfix_tls_security_level", "postfix_tls_downgrade_level", "postfix_requiretls_downgrade_level":
            let policy = TLSPolicy(line.fields[.tlsPolicy] ?? "")
            #expect([policy.level, policy.downgrade].contains(expected))
        case "postfix_tls_policy_undecided": #expect(TLSPolicy(line.fields[.tlsPolicy] ?? "").isUndecided)
        case "postfix_requiretls": #expect(TLSPolicy(line.fields[.tlsPolicy] ?? "").requiresTLS)
        case "postfix_requiretls_policy_undecided":
            #expect(TLSPolicy(line.fields[.tlsPolicy] ?? "").isRequirementUndecided)
        case "postfix_requiretls_policy_violation": #expect(TLSPolicy(line.fields[.tlsPolicy] ?? "").isViolated)
        case "postfix_message" where expected == "removed" || expected.hasPrefix("skipped"):
            #expect(line.kind == .removed || line.kind == .notice)
        case "postfix_tls_error": #expect(line.fields[.reason] == expected)
        case "postfix_status" where expected == "expired": #expect(line.kind == .expired)
        case "postfix_proxy_message", "postfix_milter_message":
            #expect(line.fields[.text] == expected)
        case "postfix_prepend_type", "postfix_prepend_trigger":
            #expect(line.fields[.text]?.contains(expected) == true)
        default:
            #expect(found != nil, "no field for \(name)")
            #expect(found?.contains(expected.trimmingCharacters(in: .whitespaces)) == true, "\(name): \(line.fields)")
        }
    }

    private func checkPairs(_ pairs: String, _ line: ReadLine) {
        let keys: [String: LogField] = [
            "from": .from, "to": .to, "orig_to": .originalTo, "delay": .delay, "delays": .delays, "dsn": .dsn,
            "proto": .proto, "helo": .helo, "size": .size, "nrcpt": .recipients, "tls": .tlsPolicy,
        ]
        for part in pairs.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let field = keys[String(pair[0])] else { continue }
            let value = pair[1].hasPrefix("<") ? pair[1].dropFirst().dropLast() : pair[1]
            #expect(line.fields[field] == String(value))
        }
    }

    private func checkCounter(_ name: String, _ expected: String, _ line: ReadLine) throws {
        let counters = CommandCounters(line.fields[.commands] ?? "")
        let isAccepted = name.hasSuffix("_accepted")
        var command = name.replacing("postfix_cmd_", with: "").replacing("_accepted", with: "")
        if command == "count" { command = "commands" }
        let counter = try #require(counters.counts[command])
        #expect((isAccepted ? counter.accepted : counter.total) == Int(expected))
    }

    /// Their names and ours; a name of theirs that several kinds of lines share has several of ours.
    private static let fields: [String: [LogField]] = [
        "postfix_queueid": [.queueID], "postfix_bounce_queueid": [.otherQueueID], "postfix_action": [.action],
        "postfix_anvil_cache_size": [.count], "postfix_anvil_conn_count": [.count], "postfix_anvil_conn_rate": [.count],
        "postfix_anvil_conn_period": [.period], "postfix_anvil_timestamp": [.date], "postfix_scache_timestamp": [.date],
        "postfix_bounce_reason": [.reason], "postfix_bounce_recipient": [.to], "postfix_client_hostname": [.clientName],
        "postfix_client_ip": [.clientAddress], "postfix_client_ip_unknown": [.clientAddress],
        "postfix_client_port": [.clientPort], "postfix_server_ip": [.serverAddress],
        "postfix_server_port": [.serverPort], "postfix_command_counter_data": [.commands],
        "postfix_config_path": [.service], "postfix_discarded_ehlo_keywords": [.text],
        "postfix_dnsbl_domain": [.list], "postfix_dnsbl_result": [.listResult], "postfix_error_response": [.response],
        "postfix_from": [.from], "postfix_local_response": [.response], "postfix_message": [.text, .action],
        "postfix_message-id": [.messageID], "postfix_message_level": [.level, .action],
        "postfix_milter_data": [.response], "postfix_milter_result": [.milterResult],
        "postfix_pipe_response": [.response], "postfix_pix_workaround": [.text],
        "postfix_postscreen_access": [.action], "postfix_postscreen_cache_dropped": [.secondCount],
        "postfix_postscreen_cache_retained": [.count], "postfix_postscreen_dnsbl_rank": [.count],
        "postfix_postscreen_toobusy_data": [.reason], "postfix_postscreen_violation": [.action],
        "postfix_postscreen_violation_time": [.seconds], "postfix_postsuper_action": [.action],
        "postfix_postsuper_summary_action": [.action], "postfix_postsuper_summary_count": [.count],
        "postfix_prepend_value": [.response], "postfix_proxy_result": [.milterResult],
        "postfix_proxy_smtp_stage": [.stage], "postfix_proxy_status_code": [.code],
        "postfix_proxy_status_code_enhanced": [.enhancedCode], "postfix_relay_hostname": [.relayName],
        "postfix_relay_ip": [.relayAddress], "postfix_relay_port": [.relayPort],
        "postfix_relay_service": [.relayService],
        "postfix_scache_addresses": [.secondCount], "postfix_scache_connection": [.thirdCount],
        "postfix_scache_domains": [.count], "postfix_scache_hits": [.count], "postfix_scache_miss": [.secondCount],
        "postfix_scache_success": [.thirdCount], "postfix_service": [.service],
        "postfix_smtp_lostconn_data": [.reason], "postfix_smtp_lostconn_reason": [.stage],
        "postfix_smtp_response": [.response], "postfix_smtp_stage": [.stage], "postfix_smtpd_lostconn_data": [.reason],
        "postfix_status": [.status], "postfix_status_code": [.code], "postfix_status_code_enhanced": [.enhancedCode],
        "postfix_status_data": [.subject], "postfix_status_message": [.reason], "postfix_termination_signal": [.count],
        "postfix_tls_cipher": [.cipher], "postfix_tls_cipher_size": [.cipherBits],
        "postfix_tls_key_exchange": [.keyExchange], "postfix_tls_server_digest": [.digest],
        "postfix_tls_server_signature": [.signature], "postfix_tls_server_signature_curve": [.signatureCurve],
        "postfix_tls_server_signature_size": [.signatureBits], "postfix_tls_trustlevel": [.trust],
        "postfix_tls_version": [.tlsVersion], "postfix_verify_cache_dropped": [.secondCount],
        "postfix_verify_cache_retained": [.count], "postfix_verify_cleanup_type": [.action],
        "postfix_version": [.action],
    ]
}

/// One example: a line, or a part of one, and the values in it.
private struct Example {
    var line = ""
    var results: [(name: String, value: String)] = []

    init(_ yaml: String) throws {
        var pattern = ""
        var data = ""
        for row in yaml.split(separator: "\n") where !row.drop(while: { $0 == " " }).hasPrefix("#") {
            guard let colon = row.firstRange(of: ": ") else { continue }
            let key = row[..<colon.lowerBound].trimmingCharacters(in: .whitespaces)
            let value = Self.unquoted(row[colon.upperBound...].trimmingCharacters(in: .whitespaces))
            switch key {
            case "pattern": pattern = value
            case "data": data = value
            default: results.append((key, value))
            }
        }
        try #require(!data.isEmpty && !results.isEmpty)
        let name = try #require(pattern.firstMatch(of: /POSTFIX_([A-Z_]+)/)?.1.lowercased())
        line = "Jan  1 00:00:00 mx postfix/"
        // Those that are parts of a line are put into one.
        switch name {
        case "command_counter_data": line += "smtpd[1]: disconnect from unknown[192.0.2.1] \(data)"
        case "delays":
            line +=
                "smtp[1]: 0F5383D: to=<a@example.com>, relay=none, delay=4, delays=\(data), dsn=2.0.0, status=sent (ok)"
        case "relay":
            line +=
                "lmtp[1]: 0F5383D: to=<a@example.com>, relay=\(data), delay=4, delays=1/1/1/1, dsn=2.0.0, status=sent (ok)"
        case "tls_features":
            line +=
                "smtp[1]: 0F5383D: to=<a@example.com>, relay=none, delay=4, delays=1/1/1/1, tls=\(data), dsn=2.0.0, "
            line += "status=sent (ok)"
        default: line += "\(name.replacing("_", with: "-"))[1]: \(data)"
        }
    }

    private static func unquoted(_ value: String) -> String {
        guard value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 else { return value }
        return String(value.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\n", with: " ")
            .replacing("\\r", with: " ")
    }
}
