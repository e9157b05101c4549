// SPDX-License-Identifier: Apache-2.0
import CBaseline
import MailArchive
import MailMessage

/// The yardsticks: C over the same bytes.
struct CLoop: Benchmark {
    let name: String
    let loop: @Sendable (UnsafePointer<UInt8>, Int) -> UInt64
    private var messages: [[UInt8]] = []

    init(_ name: String, _ loop: @escaping @Sendable (UnsafePointer<UInt8>, Int) -> UInt64) {
        self.name = name
        self.loop = loop
    }

    mutating func prepare(_ corpus: Corpus) -> Bool {
        messages = corpus.messages
        return true
    }

    func run() -> Work {
        var work = Work(messages: messages.count)
        for message in messages {
            work.bytes += message.count
            message.withUnsafeBufferPointer { bytes in
                if let start = bytes.baseAddress { work.checksum &+= loop(start, bytes.count) }
            }
        }
        return work
    }
}

/// Splitting an archive into messages.
struct ArchiveScan: Benchmark {
    let name = "archive scan"
    private var sources: [String] = []

    mutating func prepare(_ corpus: Corpus) -> Bool {
        sources = corpus.sources
        return true
    }

    func run() -> Work {
        var work = Work()
        for case .message(let message) in ArchiveReader(sources) {
            work.bytes += message.bytes.count
            work.messages += 1
        }
        return work
    }
}

/// Header fields and the tree of parts; nothing decoded.
struct Structure: Benchmark {
    let name = "structure"
    private var messages: [[UInt8]] = []

    mutating func prepare(_ corpus: Corpus) -> Bool {
        messages = corpus.messages
        return true
    }

    func run() -> Work {
        var work = Work(messages: messages.count)
        for bytes in messages {
            work.bytes += bytes.count
            work.checksum &+= UInt64(Message(bytes).header.fields.count)
        }
        return work
    }
}

/// Bodies out of their transfer encodings, of those parts that have one (base64, quoted-printable) or of text parts
/// out of their charsets as well.
struct Decoding: Benchmark {
    enum Kind: String { case base64, quotedPrintable = "quoted-printable", text = "text to UTF-8" }
    let kind: Kind
    var name: String { "decode \(kind.rawValue)" }
    private var parts: [Part] = []

    init(_ kind: Kind) { self.kind = kind }

    mutating func prepare(_ corpus: Corpus) -> Bool {
        parts = corpus.messages.flatMap { Message($0).parts }.filter { part in
            switch kind {
            case .base64: part.children.isEmpty && part.transferEncoding == .base64
            case .quotedPrintable: part.children.isEmpty && part.transferEncoding == .quotedPrintable
            case .text: part.children.isEmpty && part.isText
            }
        }
        return !parts.isEmpty
    }

    func run() -> Work {
        var work = Work(messages: parts.count)
        var output: [UInt8] = []
        for part in parts {
            output.removeAll(keepingCapacity: true)
            if kind == .text { _ = part.appendText(to: &output) } else { _ = part.appendDecodedBody(to: &output) }
            work.bytes += part.bodyBytes.count
            work.checksum &+= UInt64(output.count)
        }
        return work
    }
}

/// HTML that is UTF-8 already to visible text, hidden text, skeleton and links.
struct HTML: Benchmark {
    let name = "HTML to text"
    private var documents: [[UInt8]] = []

    mutating func prepare(_ corpus: Corpus) -> Bool {
        for part in corpus.messages.flatMap({ Message($0).parts }) where part.contentType.type == "text" {
            guard part.contentType.subtype == "html" else { continue }
            var document: [UInt8] = []
            _ = part.appendText(to: &document)
            documents.append(document)
        }
        return !documents.isEmpty
    }

    func run() -> Work {
        var work = Work(messages: documents.count)
        for document in documents {
            work.bytes += document.count
            work.checksum &+= UInt64(HTMLReader.read(document).visible.count)
        }
        return work
    }
}
