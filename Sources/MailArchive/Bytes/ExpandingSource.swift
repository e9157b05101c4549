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
    /// Bytes put into the output.
    var produced: Int
    var state: State
}

/// The codec of one compression.
protocol Decoder: AnyObject {
    /// Decodes as much as fits. `isLast` says that after `input` nothing follows.
    func decode(_ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer)
        -> DecoderProgress
}

/// The bytes that a compressed file expands to, watched for bombs.
final class ExpandingSource: ByteSource {
    private let input: any ByteSource
    private let decoder: any Decoder
    private let compression: Compression
    private let limits: ArchiveLimits
    private let chunk: UnsafeMutableRawBufferPointer
    private var chunkStart = 0
    private var chunkEnd = 0
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
        chunk = .allocate(byteCount: 64 << 10, alignment: 16)
    }

    deinit { chunk.deallocate() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        var count = 0
        while count == 0, failure == nil, !isFinished { count = advance(into: buffer) }
        // What was decoded before a failure is handed over first.
        if count == 0, let failure {
            isFinished = true
            self.failure = nil
            throw failure
        }
        return count
    }

    private func advance(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if chunkStart == chunkEnd, !isInputAtEnd {
            do throws(SourceFailure) {
                chunkStart = 0
                chunkEnd = try input.read(into: chunk)
                isInputAtEnd = chunkEnd == 0
            } catch {
                chunkEnd = 0
                failure = error
                return 0
            }
        }
        let progress = decoder.decode(
            UnsafeRawBufferPointer(rebasing: chunk[chunkStart..<chunkEnd]), isLast: isInputAtEnd, into: buffer)
        chunkStart += progress.consumed
        consumed += progress.consumed
        produced += progress.produced
        switch progress.state {
        case .running: break
        case .finished: isFinished = true
        case .failed(let problem): failure = SourceFailure(problem: problem)
        }
        if isBomb {
            failure = SourceFailure(problem: .expandsTooFar(compression, expandedBytes: produced))
        }
        return progress.produced
    }

    private var isBomb: Bool {
        if produced > limits.maxExpandedBytes { return true }
        return produced > limits.minBombBytes && produced / max(1, consumed) >= limits.maxExpansionRatio
    }
}
