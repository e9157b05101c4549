// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A value behind a lock that threads can wait on: `Mutex` of the standard library has no condition to wait for.
// SAFETY: the value is touched only while the lock is held, and lock and condition live as long as the object.
final class Monitor<Value>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(lock)
        condition.deallocate()
        lock.deallocate()
    }

    /// Runs `body` with the value when `condition` holds, waiting for it if need be; then wakes all who wait.
    func withValue<Result>(
        when isReady: (Value) -> Bool = { _ in true }, _ body: (inout Value) throws -> Result
    ) rethrows -> Result {
        pthread_mutex_lock(lock)
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(lock)
        }
        while !isReady(value) { pthread_cond_wait(condition, lock) }
        return try body(&value)
    }
}

/// Threads that run one function each and are waited for.
struct Threads {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private var handles: [pthread_t] = []

    /// Starts up to `count` threads; fewer when the system refuses more.
    init(count: Int, _ body: @escaping @Sendable () -> Void) {
        for _ in 0..<count {
            let context = Unmanaged.passRetained(Body(body))
            var handle = pthread_t()
            let status = pthread_create(&handle, nil, Self.entry, context.toOpaque())
            guard status == 0 else {
                context.release()
                break
            }
            handles.append(handle)
        }
    }

    /// How many were started.
    var count: Int { handles.count }

    /// Waits until all have returned.
    func join() {
        for handle in handles { pthread_join(handle, nil) }
    }

    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
