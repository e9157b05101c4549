// SPDX-License-Identifier: Apache-2.0

extension AlarmRule {
    /// What to do where this rule has found something, with commands.
    func advice(id: String) -> [String] {
        let who = "who it is: spreu incident show \(id) --reason TEXT"
        let stop = [
            "if it is not meant: change the password, then end the sessions: doveadm kick NAME",
            "what still waits: postqueue -j | grep QUEUE-ID; hold it: postsuper -h QUEUE-ID; delete it: postsuper -d QUEUE-ID",
        ]
        switch self {
        case .ceiling:
            return [who] + stop + ["if it is meant: give the sender ceilings of its own (alarms, own: in spreu.yaml)"]
        case .newRecipients: return [who] + stop
        case .foreignLogin:
            return [who, "ask the person, by telephone, whether it was they"] + stop
                + ["their redirects: doveadm sieve list -u NAME; doveadm sieve get -u NAME SCRIPT"]
        case .guessedPassword:
            return [who] + stop + ["its logins: journalctl -u dovecot -u 'postfix*' --since -1day | grep NAME"]
        case .volume: return ["who sends most: spreu brake; the queue: postqueue -p | tail -1"]
        case .bounces, .deferrals:
            return ["what comes back, and why: spreu logs /var/log/mail.log (answers); the queue: postqueue -p"]
        case .queue:
            return ["what waits, and why: postqueue -j | tail; disk and network; then: postqueue -f"]
        case .blockListed:
            return [
                "find who sent what the list saw (spreu incident list), stop it, then ask the list to be removed; its name: grep 'blocked using' in the log"
            ]
        case .refusedByReceiver:
            return ["what it says, and where to ask: spreu logs /var/log/mail.log (answers)"]
        case .silence:
            return [
                "is the server reachable from outside on port 25, is DNS right, does it listen: ss -ltn 'sport = :25'; postfix check"
            ]
        }
    }
}
