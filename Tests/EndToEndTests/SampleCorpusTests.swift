// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Sample corpus")
struct SampleCorpusTests {
    @Test("two runs write the same bytes")
    func twoRunsWriteTheSameBytes() throws {
        let again = try ScratchFolder()
        #expect(try SampleCorpus.maker.run([again.path("sample")]).code == 0)
        let difference = try Program(path: "/usr/bin/diff").run(["-rq", try SampleCorpus.path(), again.path("sample")])
        #expect(difference.code == 0, "\(difference.text)")
    }

    @Test("a second run into the same folder replaces the first")
    func aSecondRunReplacesTheFirst() throws {
        let folder = try ScratchFolder()
        #expect(try SampleCorpus.maker.run([folder.path("sample")]).code == 0)
        try Data().write(to: URL(fileURLWithPath: folder.path("sample/eml/999.eml")))
        #expect(try SampleCorpus.maker.run([folder.path("sample")]).code == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path("sample/eml/999.eml")))
    }

    @Test("a folder with other files is left alone")
    func aFolderWithOtherFilesIsLeftAlone() throws {
        let folder = try ScratchFolder()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("letter.txt")))
        let outcome = try SampleCorpus.maker.run([folder.root])
        #expect(outcome.code == 74)
        #expect(outcome.errors.contains("is not empty"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root) == ["letter.txt"])
    }

    @Test("the index, the mboxes and the Maildir hold the same number of messages")
    func theFormsAgree() throws {
        let index = try SampleCorpus.index()
        #expect(index.count { $0.label == "ham" } == SampleCorpus.hamCount)
        #expect(index.count { $0.label == "spam" } == SampleCorpus.spamCount)
        #expect(try messages(inMbox: "ham.mbox") == SampleCorpus.hamCount)
        #expect(try messages(inMbox: "spam.mbox") == SampleCorpus.spamCount)
        let files = FileManager.default.enumerator(atPath: try SampleCorpus.path("Maildir"))
        let mails = (files?.compactMap { $0 as? String } ?? []).filter { $0.contains(".imap,S=") }
        #expect(mails.count == SampleCorpus.hamCount + SampleCorpus.spamCount)
    }

    @Test(
        "what the corpus promises to hold is in it",
        arguments: [
            "charset=koi8-r", "charset=windows-1251", "charset=iso-2022-jp", "charset=shift_jis", "charset=gb2312",
            "charset=gbk", "charset=iso-8859-2", "format=flowed", "multipart/alternative", "multipart/related",
            "multipart/digest", "multipart/report", "message/rfc822", "text/calendar", "filename*=utf-8''",
            "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable",
            "Content-Transfer-Encoding: 8bit", "=?iso-8859-1?Q?", "=?utf-8?B?", "List-Unsubscribe:", "begin 644",
        ])
    func whatItPromises(_ mark: String) throws {
        let mail = try SampleCorpus.data("ham.mbox") + SampleCorpus.data("spam.mbox")
        #expect(mail.range(of: Data(mark.utf8)) != nil)
    }

    @Test("every address and link is in a domain or network reserved for examples")
    func everythingIsReserved() throws {
        let mail = String(decoding: try SampleCorpus.data("ham.mbox") + SampleCorpus.data("spam.mbox"), as: UTF8.self)
            .replacing("=\n", with: "")  // soft line breaks
        let hosts = mail.matches(of: /https?:\/\/([A-Za-z0-9.-]+)/).map { String($0.output.1) }
        #expect(hosts.count > 200)
        let strange = hosts.filter { host in
            !["example.com", "example.org", "example.net"].contains { host == $0 || host.hasSuffix("." + $0) }
        }
        #expect(strange.isEmpty, "\(strange)")
        let addresses = Set(mail.matches(of: /\[(\d+\.\d+\.\d+)\.\d+\]/).map { String($0.output.1) })
        #expect(addresses.isSubset(of: ["192.0.2", "198.51.100", "203.0.113"]), "\(addresses)")
    }

    private func messages(inMbox name: String) throws -> Int {
        let mbox = try SampleCorpus.data(name)
        return mbox.split(separator: 10, omittingEmptySubsequences: true).count { $0.starts(with: Data("From ".utf8)) }
    }
}
