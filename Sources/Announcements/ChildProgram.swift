// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A program that is run to its end, or until its time is over: without a shell, and with nothing of this process but standard error.
package struct ChildProgram: Sendable {
    /// How it ended.
    package enum Outcome: Sendable, Equatable {
        /// With exit code 0.
        case succeeded
        /// With what is wrong.
        case failed(String)
    }

    /// Its absolute path.
    package let path: String
    private let arguments: [String]
    private let environment: [String]
    private let input: [UInt8]
    private let seconds: Int

    /// The most bytes of input: a pipe takes them at once, whether the program reads them or not (pipe(7)).
    static let maxInputBytes = 32 << 10
    private static let searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Describes a program.
    ///
    /// - Parameters:
    ///   - path: its absolute path.
    ///   - arguments: those behind its name.
    ///   - environment: what it gets beside a `PATH` of the system's folders.
    ///   - input: its standard input, of which the first 32 KiB are given.
    ///   - seconds: after which it is ended.
    package init(
        _ path: String, _ arguments: [String], environment: [(name: String, value: String)] = [], input: [UInt8] = [],
        seconds: Int = 30
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = [Self.searchPath] + environment.map { "\($0.name)=\($0.value)" }
        self.input = Array(input.prefix(Self.maxInputBytes))
        self.seconds = seconds
    }

    /// Runs it and waits.
    package func run() -> Outcome {
        var child: pid_t = 0
        let number = start(&child)
        return number == 0 ? wait(for: child) : .failed(Self.reason(number))
    }

    /// Runs it, waits, and gives what it wrote to standard output; its standard error is thrown away.
    ///
    /// - Parameter limit: the most bytes; a program that writes more is ended.
    package func output(limit: Int) -> (outcome: Outcome, bytes: [UInt8]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (.failed(Self.reason(errno)), []) }
        var child: pid_t = 0
        let number = start(&child, output: ends[1])
        close(ends[1])
        defer { close(ends[0]) }
        guard number == 0 else { return (.failed(Self.reason(number)), []) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let deadline = time(nil) + seconds
        while true {
            var wanted = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            let left = Int32(max(0, deadline - time(nil)) * 1_000)
            let ready = poll(&wanted, 1, left)
            if ready < 0, errno == EINTR { continue }
            let count = ready > 0 ? read(ends[0], &buffer, buffer.count) : -1
            if count < 0, ready > 0, errno == EINTR { continue }
            if count == 0 { break }
            if count > 0 { bytes += buffer[..<count] }
            guard count > 0, bytes.count <= limit else {
                kill(-child, SIGKILL)
                _ = wait(for: child)
                return (.failed(count > 0 ? "it writes without end" : "it was ended after \(seconds) seconds"), [])
            }
        }
        return (wait(for: child), bytes)
    }

    /// Starts it with its input; returns 0 or an error's number.
    ///
    /// - Parameter output: where its standard output goes; nil: to standard error, as its standard error does.
    private func start(_ child: inout pid_t, output: Int32? = nil) -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return errno }
        defer { for end in ends { close(end) } }
        // Before there is a reader that could go: the pipe holds it. One that is too small, as a user with very many has, is no
        // reason to wait for ever.
        guard fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 else { return errno }
        guard write(ends[1], input, input.count) == input.count else { return EAGAIN }
        return spawn(&child, input: ends[0], output: output)
    }

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and later, which Swift's Glibc does not show: the program's own
    /// descriptors are closed in it alone, whatever other threads open meanwhile.
    private static let closeOthers = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { symbol in
        unsafeBitCast(
            symbol, to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self)
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

    /// Starts it in a process group of its own; returns 0 or an error's number.
    private func spawn(_ child: inout pid_t, input: Int32, output: Int32?) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output ?? STDERR_FILENO, STDOUT_FILENO)
        // What it says beside its output goes nowhere, but it can say it: Dovecot's programs end where a warning cannot be written.
        if output != nil { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        // Nor has it this process's sockets: one that does not end would keep addresses from the next filter.
        _ = Self.closeOthers?(&actions, STDERR_FILENO + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process ignores signals that the program shall die of.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let values = environment.map { strdup($0) } + [nil]
        defer { for word in words + values { free(word) } }
        return posix_spawn(&child, path, &actions, &attributes, words, values)
    }

    private static let pollMicroseconds: UInt32 = 20_000

    private func wait(for child: pid_t) -> Outcome {
        var status: Int32 = 0
        for _ in 0..<(seconds * 1_000_000 / Int(Self.pollMicroseconds)) {
            let found = waitpid(child, &status, WNOHANG)
            if found == child { return Self.outcome(status) }
            if found < 0, errno != EINTR { return .failed(Self.reason(errno)) }
            usleep(Self.pollMicroseconds)
        }
        kill(-child, SIGKILL)
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return .failed("it was ended after \(seconds) seconds")
    }

    private static func outcome(_ status: Int32) -> Outcome {
        let signal = status & 0x7f
        guard signal == 0 else { return .failed("it was ended by signal \(signal)") }
        let code = (status >> 8) & 0xff
        return code == 0 ? .succeeded : .failed("exit code \(code)")
    }
}
