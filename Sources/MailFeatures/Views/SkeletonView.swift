// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of how HTML is made: its tags and attributes, and which tags follow each other.
struct SkeletonView {
    private let hash: KeyedHash

    init(key: SiteKey) { hash = KeyedHash(key: key, purpose: "skeleton") }

    /// Each line of the skeleton (`<b`, `</b`, `@width=100`), attributes also with their tag, and each two and three
    /// start tags in a row.
    func add(
        _ skeleton: borrowing ScratchBytes, budgets: FeatureBudgets, into sink: inout some FeatureSink & ~Copyable
    ) {
        let bytes = skeleton.bytes
        var start = 0
        var tokens = 0
        var (last, lastStart): (UInt64, Int) = (1, 0)
        var (beforeLast, beforeLastStart): (UInt64, Int) = (0, 0)
        while start < skeleton.count, tokens < budgets.skeletonTokens {
            let end = bytes.firstIndex(of: 0x0a, in: start..<bytes.count) ?? bytes.count
            defer { start = end + 1 }
            guard end > start else { continue }
            tokens += 1
            let token = hash.string(bytes.extracting(start..<end))
            sink.add(KeyedHash.fold(token), in: skeleton, start, end)
            if bytes[start] == UInt8(ascii: "@") {
                sink.add(hash.pair(last, token, 1), in: skeleton, lastStart, end)
            } else if end - start > 1, bytes[start + 1] != UInt8(ascii: "/") {
                sink.add(hash.pair(last, token, 2), in: skeleton, lastStart, end)
                let pair = KeyedHash.mix(beforeLast ^ hash.secret2, last ^ hash.secret1)
                sink.add(hash.pair(pair, token, 3), in: skeleton, beforeLastStart, end)
                (beforeLast, beforeLastStart) = (last, lastStart)
                (last, lastStart) = (token, start)
            }
        }
    }
}
