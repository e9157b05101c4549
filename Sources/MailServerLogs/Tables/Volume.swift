// SPDX-License-Identifier: Apache-2.0

/// How much mail went through in some time.
package struct Volume: Sendable, Equatable {
    /// Messages that came in, each once.
    package var received = 0
    /// Recipients that got theirs.
    package var delivered = 0
    /// Tries that were put off.
    package var deferrals = 0
    /// Recipients whose copy went back.
    package var bounced = 0
    /// Commands and messages that were refused.
    package var rejected = 0

    /// Nothing.
    package init() {}

    /// What is counted.
    enum Kind {
        case received, delivered, deferral, bounced, rejected
    }

    mutating func add(_ kind: Kind) {
        switch kind {
        case .received: received += 1
        case .delivered: delivered += 1
        case .deferral: deferrals += 1
        case .bounced: bounced += 1
        case .rejected: rejected += 1
        }
    }

    /// The sum of all, to see whether there was anything.
    package var total: Int { received + delivered + deferrals + bounced + rejected }
}

/// Volume by hour of the day, by weekday and by day, in the machine's time zone.
package struct VolumeByTime: Sendable {
    /// The most days that are told apart: ten years.
    static let maxDays = 3_660

    /// By hour of the day, 24.
    package private(set) var hours = [Volume](repeating: Volume(), count: 24)
    /// By weekday, 7, from Monday.
    package private(set) var weekdays = [Volume](repeating: Volume(), count: 7)
    /// By day, as days since 1970-01-01.
    package private(set) var days: [Int: Volume] = [:]
    /// Beyond ``maxDays``.
    package private(set) var otherDays = Volume()
    private var offset = 0
    private var offsetHour = Int.min

    /// Adds to the hour, the weekday and the day of an instant.
    mutating func add(_ kind: Volume.Kind, at time: Int) {
        let hour = time / 3_600
        if hour != offsetHour {
            offset = WallClock.offset(at: time)
            offsetHour = hour
        }
        let local = max(0, time + offset)
        hours[local / 3_600 % 24].add(kind)
        let day = local / 86_400
        // 1970-01-01 was a Thursday.
        weekdays[(day + 3) % 7].add(kind)
        if days.count < Self.maxDays || days[day] != nil {
            days[day, default: Volume()].add(kind)
        } else {
            otherDays.add(kind)
        }
    }
}

/// How often values of doubling size occur: bytes, or seconds.
package struct Histogram: Sendable, Equatable {
    /// The upper bounds of the buckets, without that of the last, which has none.
    package let bounds: [Double]
    /// How many values lie in each bucket; one more than bounds.
    package private(set) var counts: [Int]
    /// The sum of all values.
    package private(set) var sum = 0.0
    /// The greatest value.
    package private(set) var greatest = 0.0

    /// Makes an empty histogram.
    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    /// How many values there are.
    package var count: Int { counts.reduce(0, +) }

    mutating func add(_ value: Double) {
        var bucket = 0
        while bucket < bounds.count, value >= bounds[bucket] { bucket += 1 }
        counts[bucket] += 1
        sum += value
        greatest = max(greatest, value)
    }
}
