// SPDX-License-Identifier: Apache-2.0
import MailArchive
import Testing

@Suite("Warnings")
struct ArchiveWarningTests {
    @Test(
        "each says in words what was wrong",
        arguments: [
            (.cannotOpen(code: 13), "cannot be opened (Permission denied)"),
            (.cannotRead(code: 5), "cannot be read on (Input/output error)"),
            (.removed, "is gone since the folder was listed"),
            (.changedWhileRead, "changed while it was read"),
            (.notFound, "does not exist"),
            (.wrongKind(expected: .maildir), "is a file, not a folder as format maildir needs"),
            (.wrongKind(expected: .index), "is a folder, not a file as format index needs"),
            (.specialFile, "is a pipe, socket or device"),
            (.empty, "is empty"),
            (.notMail, "does not look like mail"),
            (.unsupported(format: "zip", remedy: "unpack it"), "is zip, which is not read here: unpack it"),
            (.truncated(.xz), "the xz data end early"),
            (.damaged(.gzip), "the gzip data are damaged"),
            (.expandsTooFar(.xz, expandedBytes: 99), "the xz data expand too far (more than 99 bytes)"),
            (.decoderTooLarge(.xz), "the xz data need too much memory to expand"),
            (.messageTooLong(bytes: 7), "the message is too long (7 bytes)"),
            (.messageTooLong(bytes: nil), "the message is too long"),
            (.folderLoop, "was read already under another name (a link leads back to it)"),
            (.tooDeep, "lies too deep in folders"),
            (.noMessageAtStart(bytes: 3), "the first 3 bytes are no message"),
            (.wrongContentLength, "Content-Length does not end where a message ends"),
            (.badIndexLine(number: 4), "line 4 is not `spam|ham PATH`"),
        ] as [(ArchiveWarning.Problem, String)])
    func words(_ problem: ArchiveWarning.Problem, _ words: String) {
        #expect("\(ArchiveWarning(path: "/a", problem: problem, outcome: "skipped"))" == "/a: \(words); skipped")
        #expect(
            "\(ArchiveWarning(path: "/a", offset: 12, problem: problem, outcome: "kept"))"
                == "/a at byte 12: \(words); kept")
    }

    @Test("a name with control characters stays within its line")
    func controlCharacters() {
        let warning = ArchiveWarning(path: "a\nb\u{1B}[31m\u{85}ü", problem: .empty, outcome: "skipped")
        #expect("\(warning)" == "a\\nb\\u{1B}[31m\\u{0085}ü: is empty; skipped")
    }
}
