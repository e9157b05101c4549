// SPDX-License-Identifier: Apache-2.0
import MilterProtocol
import SpamModel

/// Turns a verdict into what the MTA is told at a message's end.
struct MilterVerdict {
    let options: MilterOptions?
    /// The policy of whose mail it is.
    let policy: FilterPolicy

    /// The replies, the last of which ends the message.
    func replies(to mail: MilterMail, _ judgement: Judgement) -> [MilterReply] {
        let (outcome, disposition) = (judgement.outcome, judgement.action)
        // No tag of ours can be told from so many others, and no mail program writes them.
        if mail.isForgery, disposition != .accept || mail.source == .authenticated {
            // From a relay nothing is refused.
            guard mail.source == .relay else { return [.smtp("550 5.6.0 Too many \(VerdictField.name) fields")] }
            return tags(mail, outcome) + hold("too many \(VerdictField.name) fields") + [.proceed]
        }
        let brake = judgement.isBraked ? hold("brake: too many recipients, see spreu brake") : []
        switch disposition {
        case .reject: return [.smtp("550 5.7.1 \(policy.rejectText)")]
        case .tempfail:
            if case .unfiltered = outcome { return [.smtp("451 4.3.0 The mail filter is not ready, try again later")] }
            return [.smtp("451 4.7.1 \(policy.rejectText), try again later")]
        case .accept:
            // A message that a program of the site sends on, or an outer server has tagged, keeps its tags; a login's has none.
            return (mail.source == .authenticated ? forgedFields(of: mail) : []) + brake + [.proceed]
        case .tag: return forgedFields(of: mail) + tags(mail, outcome) + brake + [.proceed]
        case .quarantine:
            let reason = brake.isEmpty ? hold("spam") : brake
            return forgedFields(of: mail) + tags(mail, outcome) + reason + [.proceed]
        }
    }

    private func hold(_ reason: String) -> [MilterReply] {
        allows(.quarantine) ? [.quarantine("\(VerdictField.name): \(reason)")] : []
    }

    private func allows(_ action: MilterActions) -> Bool { options?.actions.contains(action) ?? false }

    /// Deletes the copies of this filter's own fields that a message came with.
    ///
    /// From the last of a name upwards: some MTAs count again after each deletion.
    private func forgedFields(of mail: MilterMail) -> [MilterReply] {
        guard allows(.changeHeaders) else { return [] }
        var replies: [MilterReply] = []
        for (name, count) in zip(TagFields(policy: policy).ownNames, mail.forged) where count > 0 {
            for index in (1...count).reversed() {
                replies.append(.changeField(index: UInt32(index), name: name, value: []))
            }
        }
        return replies
    }

    private func tags(_ mail: MilterMail, _ outcome: ScoringOutcome) -> [MilterReply] {
        var replies: [MilterReply] = []
        if allows(.addHeaders) {
            // Each goes on top of the one before: the last shall be the first.
            for field in TagFields(policy: policy).fields(for: outcome).reversed() {
                replies.append(.insertField(index: 0, name: field.name, value: spaced(field.value)))
            }
        }
        if let prefix = policy.subjectPrefix, outcome.isSpam {
            replies += rewrittenSubject(mail.subject, prefix: prefix)
        }
        return replies
    }

    private func rewrittenSubject(_ subject: MilterMail.Subject, prefix: String) -> [MilterReply] {
        let value: [UInt8]
        switch subject {
        case .missing: return allows(.addHeaders) ? [.addField(name: "Subject", value: spaced(prefix))] : []
        case .tooLong: return []
        case .value(let known): value = known
        }
        let text = value.drop { $0 == 0x20 || $0 == 0x09 }
        guard allows(.changeHeaders), !text.starts(with: prefix.utf8) else { return [] }
        let separator = prefix.hasSuffix(" ") ? "" : " "
        return [.changeField(index: 1, name: "Subject", value: Array(spaced(prefix + separator).utf8) + text)]
    }

    /// A value with the blank behind the colon, where that is the filter's to write.
    private func spaced(_ value: String) -> String {
        options?.steps.contains(.leadingSpace) ?? false ? " " + value : value
    }
}
