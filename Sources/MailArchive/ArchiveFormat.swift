// SPDX-License-Identifier: Apache-2.0

/// How an archive keeps its messages.
///
/// The names are those of the command line's `--format`.
///
/// Compression is no format of its own: any file of any format may be gzip or xz.
public enum ArchiveFormat: String, CaseIterable, Sendable {
    /// An mbox whose dialect is found from its first megabyte.
    case mbox
    /// `From ` in a body is written `>From `; a line that was already so is left. Not fully reversible.
    case mboxo
    /// `From `, `>From `, `>>From `... in a body get one `>` more: fully reversible.
    case mboxrd
    /// As mboxo, and `Content-Length` says where the message ends.
    case mboxcl
    /// `Content-Length` says where the message ends; nothing is quoted.
    case mboxcl2
    /// A Maildir with its subfolders (Maildir++ or Dovecot's `LAYOUT=fs`).
    case maildir
    /// An MH folder: one file a message, named by numbers.
    case mh
    /// A folder tree of files with one message each.
    case emlFolder = "eml-folder"
    /// A file that is one message.
    case message
    /// A TREC index: lines of `spam|ham PATH`, each path a file with one message.
    case index

    /// Whether this is an mbox, of whatever dialect.
    public var isMbox: Bool {
        switch self {
        case .mbox, .mboxo, .mboxrd, .mboxcl, .mboxcl2: true
        case .maildir, .mh, .emlFolder, .message, .index: false
        }
    }

    /// Whether an archive of this format is a folder rather than a file.
    public var isFolder: Bool {
        switch self {
        case .maildir, .mh, .emlFolder: true
        case .mbox, .mboxo, .mboxrd, .mboxcl, .mboxcl2, .message, .index: false
        }
    }
}
