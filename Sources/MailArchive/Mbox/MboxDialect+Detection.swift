// SPDX-License-Identifier: Apache-2.0

extension MboxDialect {
    /// Bytes of an mbox that detection looks at.
    static let sampleBytes = 1 << 20

    /// Finds the dialect from the first bytes of an mbox.
    ///
    /// `Content-Length` counts when most of them end where a message ends, with no message before, and half of the messages
    /// have one (a few bring one from their senders); then an unquoted `From ` within a body says mboxcl2, a `>From ` mboxcl. Without
    /// it, mboxo and mboxrd differ only in lines that were quoted already: a reply's `>From ` among other lines of one
    /// `>` was not quoted again, so the writer was mboxo; a `>>From ` among them was, so it was mboxrd. Without
    /// evidence the answer is mboxrd, which undoes `>From ` just the same.
    static func detect(_ sample: Span<UInt8>, isComplete: Bool) -> MboxDialect {
        var evidence = Evidence()
        let form = SeparatorForm(sample.extracting(sample.line(at: 0).text))
        var record = 0
        var next = 0
        while record < sample.count {
            let content = sample.line(at: record).next
            let header = ContentLength(sample, header: content, isComplete: isComplete)
            // Found once, it is the next one of all records before it that have a length.
            if next < content { next = nextRecord(sample, from: content, form, isComplete: isComplete) }
            if let header, let length = header.bodyBytes, length <= sample.count - header.bodyStart {
                let end = header.bodyStart + length
                if next >= end, let next = MboxBoundary.landing(sample, at: end, isComplete: isComplete) {
                    evidence.landings += 1
                    evidence.count(sample, body: header.bodyStart..<end, isDelimited: true)
                    record = next
                    continue
                }
                evidence.misses += 1
            }
            evidence.count(sample, body: content..<next, isDelimited: false)
            record = next
        }
        return evidence.dialect
    }

    private static func nextRecord(
        _ sample: Span<UInt8>, from start: Int, _ form: SeparatorForm?, isComplete: Bool
    ) -> Int {
        var search = start
        while let hit = sample.find(PostmarkLine.keyword, from: search) {
            let boundary = MboxBoundary.judge(sample, at: hit, form: form, isStart: true, isComplete: isComplete)
            if case .yes = boundary { return hit }
            search = hit + PostmarkLine.keywordBytes
        }
        return sample.count
    }

    /// What speaks for which dialect.
    private struct Evidence {
        var records = 0
        var landings = 0
        var misses = 0
        /// `From ` at the start of a line within a body that a `Content-Length` delimits.
        var unquoted = 0
        var quoted = 0
        var votesForO = 0
        var votesForRD = 0

        var dialect: MboxDialect {
            if landings > 0, landings >= misses, landings * 2 >= records {
                return unquoted > 0 || quoted == 0 ? .mboxcl2 : .mboxcl
            }
            return votesForO > votesForRD ? .mboxo : .mboxrd
        }

        mutating func count(_ bytes: Span<UInt8>, body: Range<Int>, isDelimited: Bool) {
            records += 1
            var search = body.lowerBound
            while let hit = bytes.find(PostmarkLine.keyword, from: search), hit < body.upperBound {
                search = hit + PostmarkLine.keywordBytes
                var lineStart = hit
                while lineStart > body.lowerBound, bytes[lineStart - 1] == UInt8(ascii: ">") { lineStart -= 1 }
                guard lineStart > 0, bytes[lineStart - 1] == 0x0A else { continue }
                let depth = hit - lineStart
                if depth == 0 {
                    if isDelimited { unquoted += 1 }
                    continue
                }
                quoted += 1
                vote(depth, neighbours: neighbourDepth(bytes, body, lineStart))
            }
        }

        private mutating func vote(_ depth: Int, neighbours: Int) {
            if neighbours > 0 {
                if depth == neighbours { votesForO += 1 } else if depth == neighbours + 1 { votesForRD += 1 }
            } else if depth > 1 {
                votesForRD += 1
            }
        }

        /// How many `>` begin the lines before and after: the more of the two.
        private func neighbourDepth(_ bytes: Span<UInt8>, _ body: Range<Int>, _ lineStart: Int) -> Int {
            var previous = lineStart - 1
            while previous > body.lowerBound, bytes[previous - 1] != 0x0A { previous -= 1 }
            let after = bytes.line(at: lineStart).next
            return max(
                previous < lineStart - 1 ? depth(bytes, body, at: previous) : 0,
                after < body.upperBound ? depth(bytes, body, at: after) : 0)
        }

        private func depth(_ bytes: Span<UInt8>, _ body: Range<Int>, at start: Int) -> Int {
            var at = start
            while at < body.upperBound, bytes[at] == UInt8(ascii: ">") { at += 1 }
            // A neighbour that is itself such a line says nothing.
            return bytes.holds(PostmarkLine.keyword, at: at) ? 0 : at - start
        }
    }
}
