// SPDX-License-Identifier: Apache-2.0

/// What a folder is for, by its name.
public enum FolderUse: String, Sendable, CaseIterable {
    /// Wanted mail.
    case ham
    /// Spam.
    case spam
    /// What was deleted.
    case trash
    /// What is not written to its end.
    case drafts
    /// What was sent.
    case sent

    /// The names that Outlook, Apple Mail, Thunderbird, Roundcube, K-9 and servers give such folders in English, German and
    /// French.
    public var usualNames: [String] {
        switch self {
        case .ham: ["INBOX", "Archive", "Archives", "Archiv"]
        case .spam:
            [
                "Junk", "Spam", "Junk E-Mail", "Junk E-mail", "Junk-E-Mail", "Junk Email", "Junk Mail", "Bulk Mail",
                "Unerwünscht", "Unerwünschte Werbung", "Spamverdacht", "Indésirables", "Courrier indésirable",
                "Courriers indésirables", "Pourriel", "Pourriels",
            ]
        case .trash:
            [
                "Trash", "Deleted Items", "Deleted Messages", "Deleted", "Papierkorb", "Gelöscht", "Gelöschte Elemente",
                "Gelöschte Objekte", "Corbeille", "Éléments supprimés", "Messages supprimés",
            ]
        case .drafts: ["Drafts", "Draft", "Entwürfe", "Brouillons"]
        case .sent:
            [
                "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Gesendet", "Gesendete Elemente",
                "Gesendete Objekte", "Gesendete Nachrichten", "Envoyés", "Éléments envoyés", "Messages envoyés",
                "Objets envoyés",
            ]
        }
    }
}

extension FolderRule {
    /// Names in ``ham`` that stand for all folders which have no other use.
    public static let allOthers: Set = ["*", "rest"]

    /// The names of folders for a use.
    public func names(for use: FolderUse) -> [String] {
        switch use {
        case .ham: ham
        case .spam: spam
        case .trash: trash
        case .drafts: drafts
        case .sent: sent
        }
    }

    /// What a folder is for; nil if neither it nor one that it lies in is named.
    public func use(of folder: String) -> FolderUse? {
        // In the order of the rules; what is left for ham comes last.
        let uses: [FolderUse] = [.trash, .drafts, .sent, .spam, .ham]
        if let use = uses.first(where: { names(for: $0).contains { Self.name($0, covers: folder) } }) { return use }
        return ham.contains { Self.allOthers.contains($0) } ? .ham : nil
    }

    /// Whether a folder, or one that it lies in, has a name.
    ///
    /// `Projects/*` is the same as `Projects`.
    public static func name(_ name: String, covers folder: String) -> Bool {
        if name.utf8.count == 5, name.uppercased() == "INBOX" { return folder.uppercased() == "INBOX" }
        let name = name.hasSuffix("/*") ? String(name.dropLast(2)) : name
        let bare = Self.bare(folder)
        return bare == name || bare.hasPrefix(name + "/")
    }

    /// A folder's name without the `INBOX` that some servers put every folder below.
    public static func bare(_ folder: String) -> String {
        folder.hasPrefix("INBOX/") ? String(folder.dropFirst(6)) : folder
    }
}
