// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import SpamEvaluation
import TextOutput

/// Ends the process, with a line that says so, when it uses more memory than allowed.
///
/// Not by a limit of the system (RLIMIT_DATA): beyond it an allocation fails wherever it happens to be, in Swift as a trap
/// without a word, and in zlib as a message that is read to its half and then kept as if it were all. Instead a
/// thread looks at what is in use, and ends the process as `kill -9` would, which the store and the models are made for.
///
/// The price is what is used between two looks: up to 30 MB where it was measured.
struct MemoryLimit {
    private static let microsecondsBetweenLooks: UInt32 = 10_000

    let bytes: Int

    /// Begins to watch; never ends.
    ///
    /// - Throws: ``Failure`` if the memory cannot be watched: then there would be no limit.
    func watch() throws(Failure) {
        let limit = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        limit.initialize(to: bytes)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { limit in
                if let limit { MemoryLimit.watch(limit.load(as: Int.self)) }
                return nil
            }, limit)
        guard status == 0, Self.inUse != nil else {
            throw Failure(.outOfMemory, "cannot watch memory use (/proc); run without --max-memory")
        }
        pthread_detach(thread)
    }

    private static func watch(_ limit: Int) {
        while true {
            if let used = inUse, used > limit {
                // Over a progress bar.
                if Console.isWatched { Console.writeToErrors("\r\u{1B}[K") }
                Console.error(
                    "\(grouped(used >> 20)) MB of memory are in use, but --max-memory allows "
                        + "\(grouped(limit >> 20)): raise it, or learn fewer messages ('training-window'); the store is "
                        + "intact and the current model stays"
                )
                _exit(ExitStatus.outOfMemory.rawValue)
            }
            usleep(microsecondsBetweenLooks)
        }
    }

    /// Bytes of memory that are this process's alone; nil if the system does not say.
    ///
    /// Without the pages of mapped files, as segments and models are: the system has them back whenever it wants.
    static var inUse: Int? {
        ProcessMemory.now.map { $0.resident - $0.ofFiles }
    }
}
