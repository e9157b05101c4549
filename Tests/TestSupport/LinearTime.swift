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

extension LinearTime {
    /// How the time grows from the small size by 2, 4 and so on up to the large one, where that is out of proportion to a
    /// smaller size; nil if it is as it should be.
    ///
    /// Each is measured as the best of three: a measurement can only be disturbed upwards.
    public func excessOfSteps<Input>(of input: (Int) -> Input, work: (Input) -> Void) -> String? {
        var times: [(size: Int, seconds: Double)] = []
        var size = large
        while size >= small {
            let made = input(size)
            let seconds = (0..<3).map { _ in CPUTime.seconds { work(made) } }.min() ?? 0
            // What is done within the clock's noise at the largest size is not judged.
            if times.isEmpty, seconds < floor { return nil }
            times.insert((size, seconds), at: 0)
            size /= 2
        }
        var leastPerByte = Double.infinity
        for (size, seconds) in times {
            // A share of the floor, or a smaller size would be all noise.
            let judged = max(seconds, floor * Double(size) / Double(large))
            if judged > tolerance * leastPerByte * Double(size) { return "\(size) take \(seconds) s, of \(times)" }
            leastPerByte = min(leastPerByte, judged / Double(size))
        }
        return nil
    }
}
