// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Which of Dovecot's own formats a mailbox is kept in: they are not read, and look like folders of odd files.
///
/// Both have a folder `mailboxes` with a folder for each of the user's; `mdbox` has the messages in `storage`, `sdbox` in
/// a folder `dbox-Mails` of each.
/// - SeeAlso: <https://doc.dovecot.org/main/core/config/mailbox/formats/dbox.html>
enum DboxKind: String {
    case mdbox, sdbox

    /// Looks at a folder; nil if it is none of these.
    init?(_ path: BytePath) {
        let mailboxes = path.appending("mailboxes")
        guard mailboxes.status()?.kind == .folder, !FolderKind.isMaildir(path) else { return nil }
        let hasStorage = path.appending("storage").status()?.kind == .folder
        let hasMails = mailboxes.appending("INBOX").appending("dbox-Mails").status()?.kind == .folder
        guard hasStorage || hasMails else { return nil }
        self = hasStorage ? .mdbox : .sdbox
    }

    /// What to tell of it.
    var problem: ArchiveWarning.Problem {
        .unsupported(format: "a mailbox in Dovecot's \(rawValue)", remedy: ArchiveWarning.Problem.copyOfMailbox)
    }
}
