// SPDX-License-Identifier: Apache-2.0
import CBaseline

/// One thing that is measured: prepared once, run several times, the best run counts.
protocol Benchmark {
    /// What the table calls it.
    var name: String { get }

    /// Does all that is not measured; false if the corpus has nothing to measure it on.
    mutating func prepare(_ corpus: Corpus) -> Bool

    /// Does what is measured, once.
    mutating func run() -> Work
}

/// What one run went through.
struct Work {
    /// Bytes taken in.
    var bytes = 0
    /// Messages, or what else the time is divided by.
    var messages = 0
    /// Something that depends on all results, so that none can be left out.
    var checksum: UInt64 = 0
}

/// The best of several runs.
struct Measurement {
    var name: String
    var seconds: Double
    var work: Work

    /// Megabytes (10^6) a second of user CPU.
    var megabytesPerSecond: Double { Double(work.bytes) / 1e6 / seconds }
    /// Microseconds of user CPU a message.
    var microsecondsPerMessage: Double { seconds * 1e6 / Double(max(1, work.messages)) }
    /// Nanoseconds of user CPU a byte.
    var nanosecondsPerByte: Double { seconds * 1e9 / Double(max(1, work.bytes)) }

    /// Measures user CPU time, which other programs on the machine disturb less than the time of day.
    ///
    /// Runs shorter than the clock is fine are repeated until a tenth of a second has gone by.
    static func best(of runs: Int, _ benchmark: inout some Benchmark) -> Measurement {
        var best = Double.infinity
        var work = Work()
        for _ in 0..<runs {
            let start = baseline_user_seconds()
            var (used, repetitions) = (0.0, 0.0)
            repeat {
                work = benchmark.run()
                repetitions += 1
                used = baseline_user_seconds() - start
            } while used < 0.1
            best = min(best, used / repetitions)
        }
        return Measurement(name: benchmark.name, seconds: best, work: work)
    }
}
