// SPDX-License-Identifier: Apache-2.0
import CBytes

/// The scanner's own count of open elements: what libxml2's stack will be once it has read all that was written for it.
///
/// libxml2 walks its whole stack for each end tag, which is quadratic when none matches. So only end tags that do end
/// something are passed on, and the stack is bounded; libxml2's work is then linear. After each piece that libxml2 has
/// read the count is set right by what it reported.
struct OpenElements {
    /// Elements open at once: deeper ones are not passed on.
    ///
    /// The deepest of 8,767 real HTML parts had 1,684, by elements that were never ended; browsers stop at 512.
    static let maximumDepth = 1000

    private var stack: [UInt8] = []
    /// Elements that were not passed on because of the depth and whose end tags are still to come.
    private var dropped = [Int](repeating: 0, count: HTMLElement.count)
    /// Steps that may still be spent on looking through the stack in vain.
    private var patience: Int

    /// - Parameter inputBytes: the length of the document, by which the work is bounded.
    init(inputBytes: Int) {
        stack.reserveCapacity(64)
        patience = 8 * inputBytes + 10_000
    }

    /// Takes over what libxml2 has reported.
    mutating func synchronize(with levels: [HTMLTextBuilder.Level]) {
        stack.removeAll(keepingCapacity: true)
        for level in levels { stack.append(level.element.rawValue) }
    }

    /// Notes a start tag; false if it must not be passed on.
    mutating func start(_ element: HTMLElement) -> Bool {
        let ends = element.endsInnermost
        while let last = stack.last, 1 << UInt64(last) & ends != 0 { stack.removeLast() }
        guard !element.isVoid else { return true }
        guard stack.count < OpenElements.maximumDepth else {
            dropped[Int(element.rawValue)] += 1
            return false
        }
        stack.append(element.rawValue)
        return true
    }

    /// What an end tag does.
    enum End {
        /// It has no start tag; it is not passed on.
        case unmatched
        /// It ends nothing, because its start tag was not passed on or a stronger element stands between.
        case ineffective
        /// It ends the innermost element.
        case innermost
        /// It ends several; the end tags of the inner ones must be written before it.
        case several(count: Int)
    }

    /// Notes an end tag.
    mutating func end(_ element: HTMLElement) -> End {
        if dropped[Int(element.rawValue)] > 0 {
            dropped[Int(element.rawValue)] -= 1
            return .ineffective
        }
        if stack.last == element.rawValue {
            stack.removeLast()
            return .innermost
        }
        let found = stack.withUnsafeBytes { stack -> Int? in
            guard let base = stack.baseAddress else { return nil }
            return bytes_find_last(base, Int32(element.rawValue), stack.count).map { $0 - base }
        }
        guard let found else { return .unmatched }
        let count = stack.count - found
        patience -= count
        guard patience > 0 else { return .ineffective }
        for index in found + 1..<stack.count
        where (HTMLElement(rawValue: stack[index])?.endPriority ?? 0) > element.endPriority {
            return .ineffective
        }
        return .several(count: count)
    }

    /// The innermost open element.
    var innermost: HTMLElement? { stack.last.flatMap { HTMLElement(rawValue: $0) } }

    /// Takes the innermost open element off.
    mutating func removeInnermost() { stack.removeLast() }
}
