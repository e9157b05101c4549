// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TrainingStore

// Who reads an account's mail: a person is not always there, a program is.
extension IngestSession {
    /// Nobody reads this many messages of a day each within a minute.
    private static let minArrivals = 20
    private static let minute: Int64 = 60

    /// Checks how soon a message in the inbox of an account in use was read.
    ///
    /// By when its file was last renamed, which is how flags are set; a message that something else was done with later counts as
    /// read later.
    func noteNew(_ file: ArchiveFile, _ path: String, _ state: inout State) {
        guard hadMail, file.isMaildir, file.provenance.folder?.uppercased() == "INBOX",
            let received = file.provenance.received, let changed = files.changed(path)
        else { return }
        state.arrived += 1
        let isRead = file.provenance.flags.contains(.seen) && !file.provenance.flags.contains(.recent)
        if isRead, (0...Self.minute).contains(changed - received) { state.readAtOnce += 1 }
    }

    /// Reports an account that a program seems to read.
    func noteReader(_ state: inout State) {
        guard let account = source.account, state.arrived >= Self.minArrivals, state.readAtOnce == state.arrived
        else { return }
        state.report.readAtOnce.append(account)
    }
}
