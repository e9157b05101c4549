// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive

/// Reads log files of several hosts in the order of their lines' times, whatever the order of the files.
///
/// Rotated files follow one another, so that about as many are open at a time as there are hosts.
package struct LogReader {
    /// What is wrong with a file.
    package struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// What kind of problem.
        package enum Kind: Sendable, Equatable {
            /// It cannot be opened, or read to its end.
            case unreadable(String)
            /// It has bytes, and no log line among them.
            case noLogLines
            /// It begins with the same line as another, as `mail.info` and `mail.log` do.
            case repeated(of: String)
        }

        /// The file.
        package var path: String
        /// What is wrong.
        package var kind: Kind

        /// Where, what, and what to do.
        package var description: String {
            switch kind {
            case .unreadable(let reason): "\(path): \(reason); check the path and its permissions"
            case .repeated(let other): "\(path): begins as \(other) does, and was left out; give each log once"
            case .noLogLines:
                "\(path): no log line in it; give mail logs as syslog, journalctl (-o json, -o short-iso) or Exim write them"
            }
        }
    }

    /// How logs are read.
    package struct Options: Sendable {
        /// The year of first lines that have none; nil: by when the file was written.
        package var year: Int?
        /// The time now, in seconds since 1970.
        package var now: Int
        /// Whether a line that is still being written is left for the next run.
        package var isIncremental = false

        /// Makes the defaults.
        package init(now: Int) { self.now = now }
    }

    /// What was wrong.
    package private(set) var problems: [Problem] = []
    /// How far each file was read, by the hash of its first line.
    package private(set) var places: [UInt64: LogPlace]
    private let options: Options
    /// The files of this run by the hash of their first line.
    private var heads: [UInt64: String] = [:]

    /// - Parameter places: how far files were read by an earlier run.
    package init(_ options: Options, places: [UInt64: LogPlace] = [:]) {
        self.options = options
        self.places = places
    }

    /// A file whose turn has not come.
    private struct Waiting {
        var path: String
        var time: Int
        var head: UInt64?
        var identity: FileStatus.Identity
        /// Open already: it cannot be opened again.
        var stream: LogStream?
        /// Whether its name has led to no other file yet.
        var isFirstTry = true
    }

    /// A file that is being read.
    private struct Open {
        var stream: LogStream
        var time: Int
        var head: UInt64?
    }

    /// Reads all files; `progress` is called now and then, at least every 16 MiB of a log.
    package mutating func read(
        _ paths: [String], into analysis: inout LogAnalysis,
        progress: (_ analysis: inout LogAnalysis) -> Void = { _ in }
    ) {
        // Later ones last, so that the next to open is at the end.
        var waiting = paths.compactMap { look($0, &analysis) }.sorted { $0.time > $1.time }
        var open: [Open] = []
        while true {
            while let next = waiting.last, open.allSatisfy({ next.time <= $0.time }) || open.isEmpty {
                waiting.removeLast()
                if let opened = self.open(next, &analysis) { open.append(opened) }
            }
            guard let turn = open.indices.min(by: { open[$0].time < open[$1].time }) else { break }
            var limit = waiting.last?.time ?? .max
            for index in open.indices where index != turn { limit = min(limit, open[index].time) }
            open[turn].stream.consume(upTo: max(limit, open[turn].time), into: &analysis)
            if let time = open[turn].stream.nextTime(&analysis) {
                open[turn].time = time
            } else {
                close(open.remove(at: turn))
            }
            progress(&analysis)
        }
    }

    /// Opens a file to see what it is; nil where there is nothing to read.
    private mutating func look(_ path: String, _ analysis: inout LogAnalysis) -> Waiting? {
        do throws(ExpandedFile.Failure) {
            let stream = try LogStream(
                path, now: options.now, year: options.year, leavesOpenLine: options.isIncremental)
            let head = stream.headHash()
            if stream.isEmpty {
                noteFailure(of: stream)
                return nil
            }
            if let head, let other = heads[head] {
                problems.append(Problem(path: path, kind: .repeated(of: other)))
                return nil
            }
            if let head { heads[head] = path }
            guard stream.isRegular else {
                return stream.nextTime(&analysis).map {
                    Waiting(path: path, time: $0, head: nil, identity: stream.identity, stream: stream)
                }
                    ?? nothing(stream)
            }
            // What is counted while looking is counted again when it is read.
            var scratch = LogAnalysis(seed: 0)
            guard let time = stream.nextTime(&scratch) else { return nothing(stream) }
            return Waiting(path: path, time: time, head: head, identity: stream.identity, stream: nil)
        } catch {
            problems.append(Problem(path: path, kind: .unreadable(error.description)))
            return nil
        }
    }

    private mutating func nothing(_ stream: LogStream) -> Waiting? {
        noteFailure(of: stream)
        // A line that is still being written is the next run's.
        if options.isIncremental, stream.isRegular, stream.isOpenLine { return nil }
        problems.append(Problem(path: stream.path, kind: .noLogLines))
        return nil
    }

    private mutating func open(_ file: Waiting, _ analysis: inout LogAnalysis) -> Open? {
        if let stream = file.stream { return Open(stream: stream, time: file.time, head: file.head) }
        do throws(ExpandedFile.Failure) {
            let stream = try LogStream(
                file.path, from: file.head.flatMap { places[$0] }, now: options.now, year: options.year,
                leavesOpenLine: options.isIncremental)
            guard stream.identity == file.identity else { return openAgain(file, &analysis) }
            let opened = Open(stream: stream, time: file.time, head: file.head)
            guard let time = stream.nextTime(&analysis) else {
                close(opened)
                return nil
            }
            return Open(stream: stream, time: time, head: file.head)
        } catch {
            problems.append(Problem(path: file.path, kind: .unreadable(error.description)))
            return nil
        }
    }

    /// Opens a file that was rotated since it was looked at: under its name there is another now.
    private mutating func openAgain(_ file: Waiting, _ analysis: inout LogAnalysis) -> Open? {
        if let head = file.head, heads[head] == file.path { heads[head] = nil }
        guard file.isFirstTry, var again = look(file.path, &analysis) else { return nil }
        again.isFirstTry = false
        return open(again, &analysis)
    }

    private mutating func close(_ file: Open) {
        if let head = file.head {
            let place = file.stream.place
            if file.stream.isStartedOver || place.offset >= places[head]?.offset ?? 0 { places[head] = place }
        }
        noteFailure(of: file.stream)
    }

    private mutating func noteFailure(of stream: LogStream) {
        if let failure = stream.failure { problems.append(Problem(path: stream.path, kind: .unreadable(failure))) }
    }
}
