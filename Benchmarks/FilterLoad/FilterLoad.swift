// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

// A load for mail filters: sends messages over the spamd protocol or HTTP and tells rate and latencies as JSON.
//
//     filter-load spamd|http PORT LIST COUNT CONNECTIONS [RATE]
//
// LIST names a file with the path of a message on each line; they are sent round and round, COUNT in all, over so many
// connections at a time. Without a rate each connection sends its next message at once. With one, messages are due at
// even distances, and a latency counts from when its message was due: a server that stalls is not spared the wait of
// those behind. The spamd protocol takes a connection a message; HTTP connections are kept where the server lets them.

struct Load: Sendable {
    var isHTTP: Bool
    var port: UInt16
    var requests: [[UInt8]]
    var count: Int
    var connections: Int
    var rate: Double?
}

func fail(_ text: String) -> Never {
    let line = Array("filter-load: \(text)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(64)
}

func nanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func file(_ path: String) -> [UInt8] {
    guard let stream = fopen(path, "rb") else { fail("cannot open \(path)") }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, stream)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}

/// One client: sends a request and reads its answer.
struct Client {
    let load: Load
    var descriptor: Int32 = -1
    var answer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ load: Load) { self.load = load }

    mutating func connect() -> Bool {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = load.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return code == 0
    }

    mutating func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    func send(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            done += count
        }
        return true
    }

    /// Receives into the answer's bytes from an offset on.
    private mutating func receive(from filled: Int) -> Int {
        answer.withUnsafeMutableBytes { buffer in
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            return recv(descriptor, rest.baseAddress, rest.count, 0)
        }
    }

    /// Whether the message was answered with a verdict.
    mutating func exchange(_ request: [UInt8]) -> Bool {
        if load.isHTTP {
            // A kept connection may have been ended by the server meanwhile: try once more.
            for isFirst in [true, false] {
                let isKept = descriptor >= 0
                if !isKept, !connect() { return false }
                if send(request), let answered = readHTTP() { return answered }
                disconnect()
                if !isKept || !isFirst { return false }
            }
            return false
        }
        defer { disconnect() }
        guard connect(), send(request), shutdown(descriptor, Int32(SHUT_WR)) == 0 else { return false }
        var filled = 0
        while filled < answer.count {
            let count = receive(from: filled)
            if count <= 0 { break }
            filled += count
        }
        return answer[..<filled].starts(with: "SPAMD/1.1 0 EX_OK".utf8)
    }

    /// nil if the connection ended before an answer came.
    private mutating func readHTTP() -> Bool? {
        var filled = 0
        var needed: Int?
        while needed.map({ filled < $0 }) ?? true, filled < answer.count {
            let count = receive(from: filled)
            if count <= 0 { return nil }
            filled += count
            guard needed == nil, let end = answer.withUnsafeBytes({ memmemIndex($0[..<filled], "\r\n\r\n") }) else {
                continue
            }
            let head = String(decoding: answer[..<end], as: UTF8.self).lowercased()
            guard let line = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
                let length = Int(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " })
            else { return nil }
            needed = end + 4 + length
        }
        let isGood = answer.starts(with: "HTTP/1.1 200".utf8)
        let text = String(decoding: answer[..<min(filled, 512)], as: UTF8.self).lowercased()
        if text.contains("connection: close") { disconnect() }
        return isGood
    }

    private func memmemIndex(_ bytes: Slice<UnsafeRawBufferPointer>, _ text: String) -> Int? {
        let pattern = Array(text.utf8)
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4) where bytes[index] == 13 && bytes[index..<(index + 4)].elementsEqual(pattern)
        {
            return index
        }
        return nil
    }
}

final class Results: Sendable {
    let next = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    let latencies = Mutex<[UInt64]>([])
}

func work(_ load: Load, _ results: Results, start: UInt64) {
    var client = Client(load)
    var own: [UInt64] = []
    while true {
        let index = results.next.add(1, ordering: .relaxed).oldValue
        if index >= load.count { break }
        var due = nanoseconds()
        if let rate = load.rate {
            due = start + UInt64(Double(index) / rate * 1e9)
            let now = nanoseconds()
            if due > now { usleep(UInt32((due - now) / 1000)) }
        }
        if !client.exchange(load.requests[index % load.requests.count]) { results.failures.add(1, ordering: .relaxed) }
        own.append(nanoseconds() - due)
    }
    client.disconnect()
    results.latencies.withLock { $0 += own }
}

@main
enum FilterLoad {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        guard words.count == 5 || words.count == 6, ["spamd", "http"].contains(words[1]), let port = UInt16(words[2]),
            let count = Int(words[4]), let connections = Int(words[5])
        else { fail("filter-load spamd|http PORT LIST COUNT CONNECTIONS [RATE]") }
        let isHTTP = words[1] == "http"
        let paths = String(decoding: file(words[3]), as: UTF8.self).split(separator: "\n").map(String.init)
        let requests = paths.map { path in
            let message = file(path)
            let head =
                isHTTP
                ? "POST /checkv2 HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\nContent-Length: \(message.count)\r\n\r\n"
                : "CHECK SPAMC/1.5\r\nContent-length: \(message.count)\r\n\r\n"
            return Array(head.utf8) + message
        }
        let load = Load(
            isHTTP: isHTTP, port: port, requests: requests, count: count, connections: connections,
            rate: words.count == 6 ? Double(words[6]) : nil)
        let results = Results()
        let start = nanoseconds()
        var threads: [pthread_t] = []
        for _ in 0..<connections {
            let body = Unmanaged.passRetained(Body { work(load, results, start: start) })
            var thread = pthread_t()
            pthread_create(&thread, nil, runBody, body.toOpaque())
            threads.append(thread)
        }
        for thread in threads { pthread_join(thread, nil) }
        let seconds = Double(nanoseconds() - start) / 1e9
        let sorted = results.latencies.withLock { $0 }.sorted()
        func quantile(_ share: Double) -> Double {
            Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e6
        }
        print(
            "{\"messages\": \(count), \"failures\": \(results.failures.load(ordering: .relaxed)), \"seconds\": \(seconds),"
                + " \"perSecond\": \(Double(count) / seconds), \"p50\": \(quantile(0.5)), \"p99\": \(quantile(0.99)),"
                + " \"p999\": \(quantile(0.999)), \"max\": \(quantile(1))}")
    }
}

/// What a thread does.
final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs a thread's body.
///
/// A function of the file: a closure in `main` would belong to the main actor.
func runBody(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
}
