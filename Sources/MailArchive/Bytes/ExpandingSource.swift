// SPDX-License-Identifier: Apache-2.0

/// What a decoder did with what it was given.
struct DecoderProgress {
    enum State: Equatable {
        case running
        /// All streams of the file are complete.
        case finished
        case failed(ArchiveWarning.Problem)
    }

    /// Bytes taken from the input.
    var consumed: Int
    var state: State

    init(_ consumed: Int, _ state: State) {
        self.consumed = consumed
        self.state = state
    }
}

/// The codec of one compression.
protocol Decoder: AnyObject {
    /// Decodes as much as fits. `isLast` says that after `input` nothing follows.
    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress
}

/// The bytes that a compressed file expands to, watched for bombs.
final class ExpandingSource: ByteSource {
    /// What is read of the compressed bytes at once.
    private static let chunkBytes = 64 << 10

    private let input: any ByteSource
    private let decoder: any Decoder
    private let compression: Compression
    private let limits: ArchiveLimits
    private var chunk: [UInt8] = []
    private var chunkStart = 0
    private var isInputAtEnd = false
    private var isFinished = false
    private var failure: SourceFailure?
    private var consumed = 0
    private var produced = 0

    init(_ input: any ByteSource, compression: Compression, limits: ArchiveLimits) throws(SourceFailure) {
        self.input = input
        self.compression = compression
        self.limits = limits
        switch compression {
        case .gzip: decoder = try GzipDecoder()
        case .xz: decoder = try XZDecoder(maxBytes: limits.maxDecoderBytes)
        case .zstd: decoder = try ZstdDecoder(maxBytes: limits.maxDecoderBytes)
        case .lz4: decoder = try LZ4FrameDecoder()
        case .dovecotLZ4: decoder = DovecotLZ4Decoder(maxBytes: limits.maxDecoderBytes)
        }
    }

    func read(into output: inout OutputSpan<UInt8>) throws(SourceFailure) {
        let filled = output.count
        while output.count == filled, failure == nil, !isFinished { advance(into: &output) }
        // What was decoded before a failure is handed over first.
        if output.count == filled, let failure {
            isFinished = true
            self.failure = nil
            throw failure
        }
    }

    private func advance(into output: inout OutputSpan<UInt8>) {
        if chunkStart == chunk.count, !isInputAtEnd {
            do throws(SourceFailure) {
                chunkStart = 0
                chunk.removeAll(keepingCapacity: true)
                try chunk.append(addingCapacity: Self.chunkBytes) { (output) throws(SourceFailure) in
                    try input.read(into: &output)
                }
                isInputAtEnd = chunk.isEmpty
            } catch {
                failure = error
                return
            }
        }
        // A property of an object lends no span.
        let chunk = chunk
        let filled = output.count
        let rest = chunk.span.extracting(chunkStart..<chunk.count)
        let progress = decoder.decode(rest, isLast: isInputAtEnd, into: &output)
        chunkStart += progress.consumed
        consumed += progress.consumed
        produced += output.count - filled
        switch progress.state {
        case .running: break
        case .finished: isFinished = true
        case .failed(let problem): failure = SourceFailure(problem: problem)
        }
        if isBomb {
            failure = SourceFailure(problem: .expandsTooFar(compression, expandedBytes: produced))
        }
    }

    private var isBomb: Bool {
        if produced > limits.maxExpandedBytes { return true }
        return produced > limits.minBombBytes && produced / max(1, consumed) >= limits.maxExpansionRatio
    }
}
