// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A program that runs beside the test until it is stopped: a server.
public final class RunningProgram {
    private let process = Process()
    private let logPath: String

    /// Starts a program; what it says on both outputs goes to a file.
    public init(_ path: String, _ arguments: [String], environment: [String: String] = [:], log: String) throws {
        logPath = log
        try Data().write(to: URL(fileURLWithPath: log))
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // One handle: with two, each would write over what the other wrote.
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    deinit { stop() }

    /// Its process id.
    public var id: Int32 { process.processIdentifier }
    /// Whether it has not ended.
    public var isRunning: Bool { process.isRunning }
    /// What it said so far.
    public var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// The CPU time that it has taken, in seconds.
    public func cpuSeconds() throws -> Double {
        let line = try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        // Behind the name, which may hold anything: utime is the 12th field, stime the next (proc(5)).
        let fields = line.suffix(from: line.lastIndex(of: ")") ?? line.startIndex).split(separator: " ")
        return [fields[12], fields[13]].reduce(0) { $0 + (Double($1) ?? 0) } / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Sends a signal.
    public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Ends it as a service manager does, and waits; the exit code is 128 and more where a signal ended it.
    @discardableResult
    public func stop() -> Int32 {
        if process.isRunning {
            process.terminate()
            if !eventually({ !self.process.isRunning }) { signal(SIGKILL) }
        }
        process.waitUntilExit()
        return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }
}
