// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamEvaluation
import TestSupport
import Testing

@Suite("Folds")
struct FoldTests {
    @Test("the SHA-1 of the last component, big-endian, modulo K")
    func byHand() {
        // sha1("abc") = a9993e364706816aba3e25717850c26c9cd0d89d; the last byte mod 2, the last nibbles mod 16.
        #expect(Fold.ofPath("abc", count: 2) == 1)
        #expect(Fold.ofPath("some/where/abc", count: 16) == 0xD)
        #expect(Fold.ofPath("/abc", count: 256) == 0x9D)
        #expect(Fold.ofPath("abc", count: 65_536) == 0xD89D)
        #expect(Fold.ofDigest([1, 0], count: 7) == 256 % 7)
        #expect(Fold.ofPath("abc", count: 1) == 0)
    }

    @Test("the folds are those that Python finds", arguments: [3, 5, 10, 97])
    func likePython(count: Int) throws {
        let script = """
            import hashlib, json, os, sys
            print(json.dumps({p: int(hashlib.sha1(os.path.basename(p).encode()).hexdigest(), 16) % int(sys.argv[1])
              for p in sys.argv[2:]}))
            """
        let paths = ["a", "data/TRAIN_03380.eml", "x/Who are you_ Re_ say.eml", "Grüße/你好", "folder/", "/", "..//b"]
        let found = try Oracle.object(Oracle.python(["-c", script, "\(count)"] + paths))
        #expect(found.count == paths.count)
        for (path, fold) in found { #expect((fold as? Int) == Fold.ofPath(path, count: count), "\(path)") }
    }
}
