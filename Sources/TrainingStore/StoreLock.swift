// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Who may use a store: one writer alone, or any number of readers.
final class StoreLock: Sendable {
    private let lock: FileLock

    /// Takes the lock, or says who holds it.
    init(_ folder: String, exclusively: Bool, who: String) throws(StoreError) {
        do throws(FileLock.Failure) {
            lock = try FileLock(folder + "/lock", exclusively: exclusively, who: who)
        } catch {
            switch error {
            case .held(let holder): throw .locked(path: folder, by: holder)
            case .failed(let error): throw StoreError(error, path: folder)
            }
        }
    }
}
