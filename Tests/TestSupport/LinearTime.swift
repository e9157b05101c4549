// SPDX-License-Identifier: Apache-2.0
import Glibc

/// CPU time of the calling thread: what other processes and threads do does not count.
public enum CPUTime {
    /// The seconds of CPU that this thread has used.
    public static var ofThread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The seconds of CPU that a piece of work takes.
    public static func seconds(of work: () -> Void) -> Double {
        let start = ofThread
        work()
        return ofThread - start
    }
}

/// Tells whether work takes time in proportion to the size of its input, by CPU time on inputs of two sizes.
///
/// The larger input may take at most ``tolerance`` times what its size allows. Work that is done within ``floor`` seconds
/// on the larger input is not judged: the clock's noise would be.
public struct LinearTime: Sendable {
    /// The two sizes, in bytes or whatever grows.
    public var small, large: Int
    /// How much more than in proportion the time may grow; caches and first touches of memory cost that.
    public var tolerance: Double
    /// Seconds of CPU below which the larger input is not judged.
    public var floor: Double

    /// Compares a size with another.
    public init(small: Int = 8 << 10, large: Int = 64 << 10, tolerance: Double = 3, floor: Double = 0.005) {
        (self.small, self.large, self.tolerance, self.floor) = (small, large, tolerance, floor)
    }

    /// How the time grows where that is out of proportion; nil if it is as it should be.
    ///
    /// - Parameters:
    ///   - input: makes an input of about a size; its time does not count.
    ///   - work: what is measured.
    public func excess<Input>(of input: (Int) -> Input, work: (Input) -> Void) -> String? {
        let largeInput = input(large)
        var largeTime = CPUTime.seconds { work(largeInput) }
        guard largeTime > floor else { return nil }
        let smallInput = input(small)
        var smallTime = CPUTime.seconds { work(smallInput) }
        let allowed = tolerance * Double(large) / Double(small)
        // The best of two: a measurement can only be disturbed upwards.
        smallTime = min(smallTime, CPUTime.seconds { work(smallInput) })
        if largeTime > allowed * smallTime { largeTime = min(largeTime, CPUTime.seconds { work(largeInput) }) }
        guard largeTime > floor, largeTime > allowed * smallTime else { return nil }
        return
            "\(large) take \(Int(largeTime / smallTime)) times as long as \(small): \(largeTime) s for \(smallTime) s"
    }
}
