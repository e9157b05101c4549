// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TextOutput
import TrainingStore

extension ReadingTask {
    /// Bytes of a line at most: half of what Linux takes for one argument of a program.
    public static let maxLineBytes = 64 << 10

    /// The members that say what is read, and with what.
    var content: [String: JSONValue] {
        [
            "with": .object([
                "key": .string(extraction.keyID.hexadecimal), "version": .integer(Int(extraction.version)),
                "views": .integer(Int(extraction.views.rawValue)), "settings": .string(extraction.settings.hexadecimal),
            ]),
            "read": .array(items.map(\.json)),
        ]
    }

    /// The task as a line of JSON, without a line end.
    public var line: String {
        var members = content
        members["task"] = .integer(number)
        members["tasks"] = .integer(count)
        members["bytes"] = .integer(byteCount)
        members["id"] = .string(id)
        return JSONValue.object(members).line
    }

    /// Reads a line of a manifest, which anybody may have written.
    ///
    /// - Throws: ``TaskError/badLine(_:)`` for what no plan makes.
    public init(line: String) throws(TaskError) {
        guard line.utf8.count <= Self.maxLineBytes else {
            throw .badLine("it is longer than \(grouped(Self.maxLineBytes)) bytes")
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) else {
            throw .badLine("it is no JSON")
        }
        let members = try TaskMembers(value, "the line")
        number = try members.count("task")
        count = try members.count("tasks")
        byteCount = try members.count("bytes")
        guard number < count else { throw .badLine("task \(number) of \(count)") }
        let with = try TaskMembers(members["with"], "'with'")
        guard let version = UInt32(exactly: try with.count("version")),
            let views = UInt32(exactly: try with.count("views"))
        else { throw .badLine("'with' has numbers that are none") }
        extraction = Extraction(
            keyID: try with.number64("key"), version: version, views: FeatureViews(rawValue: views),
            settings: try with.number64("settings"))
        items = try members.list("read").map { (item) throws(TaskError) in try Item(item) }
        guard !items.isEmpty else { throw .badLine("'read' is empty") }
        // What was changed by hand or on the way.
        guard try members.string("id") == id else { throw .badLine("its id is not that of what it reads") }
    }

    /// Reads a whole manifest: every task of one plan, whatever the order of the lines.
    ///
    /// - Returns: the tasks in the order of the plan.
    public static func manifest(_ text: String) throws(TaskError) -> [ReadingTask] {
        let lines = text.split(whereSeparator: \.isNewline)
        let tasks = try lines.map { (line) throws(TaskError) in try ReadingTask(line: String(line)) }
            .sorted { $0.number < $1.number }
        guard let first = tasks.first else { throw .badLine("the manifest has no lines") }
        for (number, task) in tasks.enumerated() {
            guard task.count == first.count, task.extraction == first.extraction else {
                throw .badLine("the manifest has lines of several plans")
            }
            guard task.number == number else {
                throw .badLine("the manifest \(task.number < number ? "has twice" : "lacks") task \(number)")
            }
        }
        guard tasks.count == first.count else { throw .badLine("the manifest lacks task \(tasks.count)") }
        return tasks
    }
}

extension ReadingTask.Item {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["source": .string(source)]
        switch extent {
        case .file(let stamp): members["file"] = stamp.json
        case .part(let stamp, let range):
            members["file"] = stamp.json
            members["from"] = .integer(range.lowerBound)
            members["to"] = .integer(range.upperBound)
        case .folder(let names): members["names"] = names.json
        case .runs(let runs, let names):
            members["names"] = names.json
            members["runs"] = .array(runs.map(\.json))
        }
        return .object(members)
    }

    fileprivate init(_ value: JSONValue) throws(TaskError) {
        let members = try TaskMembers(value, "an element of 'read'")
        source = try members.string("source")
        guard let file = members["file"] else {
            let names = try ReadingTask.Names(members["names"])
            guard members["runs"] != nil else {
                extent = .folder(names)
                return
            }
            let runs = try members.list("runs").map { (run) throws(TaskError) in try ReadingTask.Run(run) }
            guard !runs.isEmpty else { throw .badLine("'runs' is empty") }
            extent = .runs(runs, names)
            return
        }
        let stamp = try FileStamp(file)
        guard members["from"] != nil || members["to"] != nil else {
            extent = .file(stamp)
            return
        }
        let (from, to) = (try members.count("from"), try members.count("to"))
        guard from < to, to <= stamp.size else {
            throw .badLine("bytes \(from) to \(to) of a file of \(stamp.size)")
        }
        extent = .part(stamp, from..<to)
    }
}

extension ReadingTask.Names {
    fileprivate var json: JSONValue { .object(["files": .integer(files), "digest": .string(digest.hexadecimal)]) }

    fileprivate init(_ value: JSONValue?) throws(TaskError) {
        let members = try TaskMembers(value, "'names'")
        files = try members.count("files")
        digest = try members.number64("digest")
    }
}

extension ReadingTask.Run {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["folder": .string(folder), "part": .string(isNew ? "new" : "cur")]
        if let from { members["from"] = .string(from) }
        if let to { members["to"] = .string(to) }
        return .object(members)
    }

    fileprivate init(_ value: JSONValue) throws(TaskError) {
        let members = try TaskMembers(value, "an element of 'runs'")
        folder = try members.string("folder")
        let part = try members.string("part")
        guard part == "cur" || part == "new" else { throw .badLine("'part' is neither cur nor new") }
        isNew = part == "new"
        from = members["from"] == nil ? nil : try members.string("from")
        to = members["to"] == nil ? nil : try members.string("to")
        if let from, let to, !from.utf8.lexicographicallyPrecedes(to.utf8) {
            throw .badLine("a run of names ends before it begins")
        }
    }
}

extension FileStamp {
    fileprivate var json: JSONValue {
        .object([
            "inode": .string(inode.hexadecimal), "size": .integer(size), "modified": .integer(Int(modified)),
        ])
    }

    fileprivate init(_ value: JSONValue) throws(TaskError) {
        let members = try TaskMembers(value, "'file'")
        guard case .integer(let modified)? = members["modified"] else { throw .badLine("'modified' is no number") }
        self.init(inode: try members.number64("inode"), size: try members.count("size"), modified: Int64(modified))
    }
}

/// The members of an object in a line; what is missing or of another kind is an error that names it.
private struct TaskMembers {
    private let members: [String: JSONValue]
    private let name: String

    init(_ value: JSONValue?, _ name: String) throws(TaskError) {
        guard case .object(let members)? = value else { throw .badLine("\(name) is no object") }
        self.members = members
        self.name = name
    }

    subscript(_ key: String) -> JSONValue? { members[key] }

    /// A number from 0 on.
    func count(_ key: String) throws(TaskError) -> Int {
        guard case .integer(let value)? = members[key], value >= 0 else {
            throw .badLine("'\(key)' of \(name) is no number from 0 on")
        }
        return value
    }

    /// Text of at least one byte, except for a folder's name, and without NUL.
    func string(_ key: String) throws(TaskError) -> String {
        guard case .string(let value)? = members[key], !value.utf8.contains(0), !value.isEmpty || key == "folder"
        else { throw .badLine("'\(key)' of \(name) is no text") }
        return value
    }

    /// 64 bits in hexadecimal digits.
    func number64(_ key: String) throws(TaskError) -> UInt64 {
        let text = try string(key)
        guard text.utf8.count == 16, let value = UInt64(text, radix: 16) else {
            throw .badLine("'\(key)' of \(name) is not 16 hexadecimal digits")
        }
        return value
    }

    func list(_ key: String) throws(TaskError) -> [JSONValue] {
        guard case .array(let values)? = members[key] else { throw .badLine("'\(key)' of \(name) is no list") }
        return values
    }
}
