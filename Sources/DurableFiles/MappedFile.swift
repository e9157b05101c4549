// SPDX-License-Identifier: Apache-2.0
import Glibc

// SAFETY: a constant, and memory that nobody writes: any number of threads may read it.
/// A regular file mapped into memory, read-only and shared; given back when the owner goes.
///
/// A file that is cut short while it is mapped kills its readers (SIGBUS): map only files that are replaced by rename.
public final class MappedFile: @unchecked Sendable {
    /// The file's bytes, as long as the object lives.
    public let bytes: UnsafeRawBufferPointer

    /// Maps a file.
    ///
    /// - Throws: ``DurableFileError``; `EINVAL` for what is no regular file.
    public convenience init(_ path: String) throws(DurableFileError) {
        let file = try ReadableFile(path)
        try self.init(file.descriptor, count: file.status.size, path: path)
    }

    /// Maps a file that is open, which may be closed then.
    ///
    /// - Parameter path: what errors name.
    init(_ descriptor: Int32, count: Int, path: String) throws(DurableFileError) {
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED else {
            throw DurableFileError(path: path, call: "mmap")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
    }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }

    /// Lets the system take the pages out of this process: they stay in its cache and come back when they are read.
    ///
    /// Readers on other threads go on undisturbed.
    public func releasePages() {
        if let base = bytes.baseAddress {
            madvise(UnsafeMutableRawPointer(mutating: base), bytes.count, Int32(MADV_DONTNEED))
        }
    }
}
