// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures

extension ModelFile {
    /// Writes a model so that at every instant the path holds the old file or the new one, whole.
    ///
    /// See `DurableFile`. The bytes depend on the model alone: no time, no host, no path.
    ///
    /// - Throws: ``ModelFileError/Problem/badParameters(_:)`` when the weights do not fit the parameters;
    ///   ``ModelFileError/Problem/cannotWrite(call:errno:)`` otherwise, and then no temporary file is left.
    public static func write(_ model: LearnedModel, to path: String) throws(ModelFileError) {
        let header = try header(of: model, path: path)
        do throws(DurableFileError) {
            var file = try DurableFile(replacing: path)
            try body(of: model, header: header) { (bytes) throws(DurableFileError) in try file.write(bytes) }
            try file.commit()
        } catch {
            throw ModelFileError(path: path, problem: .cannotWrite(call: error.call, errno: error.number))
        }
    }

    /// The bytes of a model's file, for a model that lives in memory.
    static func image(of model: LearnedModel) throws(ModelFileError) -> [UInt8] {
        let header = try header(of: model, path: ModelMemory.noPath)
        var image: [UInt8] = []
        image.reserveCapacity(
            header.count + model.weights.reduce(0) { $0 + aligned(tableBytes(slotBits: $1.slotBits)) }
                + aligned(knownSenderBytes(model.knownSenders.count)))
        body(of: model, header: header) { image.append(contentsOf: $0) }
        return image
    }

    /// Produces the file in pieces: the header, then each table and the known senders with the zeros that align them.
    static func body<Failure: Error>(
        of model: LearnedModel, header: [UInt8], _ write: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try withBytes(header, write)
        for table in model.weights {
            try withBytes(table.quanta, write)
            let used = tableBytes(slotBits: table.slotBits)
            try align(used, write)
        }
        guard !model.knownSenders.isEmpty else { return }
        try withBytes(model.knownSenders.map(\.littleEndian), write)
        try align(knownSenderBytes(model.knownSenders.count), write)
    }

    private static func align<Failure: Error>(
        _ used: Int, _ write: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        if aligned(used) > used { try withBytes([UInt8](repeating: 0, count: aligned(used) - used), write) }
    }

    private static func withBytes<Element: BitwiseCopyable, Failure: Error>(
        _ array: [Element], _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = array.withUnsafeBytes { bytes in
            Result { () throws(Failure) in try body(bytes) }
        }
        try result.get()
    }

    static func header(of model: LearnedModel, path: String) throws(ModelFileError) -> [UInt8] {
        let parameters = model.parameters
        if let what = parameters.contradiction() {
            throw ModelFileError(path: path, problem: .badParameters(what))
        }
        let tables = parameters.tables
        guard model.weights.map(\.slotBits) == tables.map(\.slotBits), model.weights.allSatisfy(\.scale.isFinite) else {
            throw ModelFileError(path: path, problem: .badParameters("the weights are not those of the tables"))
        }
        let list = model.knownSenders
        guard list.count == parameters.knownSenders.count, list.first != 0,
            zip(list, list.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw ModelFileError(path: path, problem: .badKnownSenders) }

        let headerLength = headerLength(experts: parameters.experts.count, tables: tables.count)
        let tablesEnd = tables.reduce(headerLength) { $0 + aligned(tableBytes(slotBits: $1.slotBits)) }
        let totalLength = tablesEnd + aligned(knownSenderBytes(list.count))
        var checksum = XXH64()
        body(of: model, header: []) { checksum.update($0) }

        var writer = HeaderWriter(length: headerLength)
        writer.put(magic, at: 0)
        writer.put(formatVersion, at: Offset.version)
        writer.put(UInt32(headerLength), at: Offset.headerLength)
        writer.put(UInt64(totalLength), at: Offset.totalLength)
        writer.put(checksum.finish(), at: Offset.weightsChecksum)
        writer.put(parameters)
        if !list.isEmpty { writer.put(UInt64(tablesEnd), at: Offset.knownSenders + 16) }
        var record = fixedEnd()
        for expert in parameters.experts {
            writer.put(expert.combinerWeight.bitPattern, at: record)
            writer.put(expert.share.bitPattern, at: record + 8)
            writer.put(expert.norm.rawValue, at: record + 16)
            writer.put(UInt8(expert.tables.count), at: record + 17)
            record += expertRecordBytes
        }
        var offset = headerLength
        for (table, weights) in zip(tables, model.weights) {
            writer.put(table.view.rawValue, at: record)
            writer.put(UInt8(table.slotBits), at: record + 1)
            writer.put(weights.scale.bitPattern, at: record + 8)
            writer.put(UInt64(offset), at: record + 16)
            writer.put(UInt64(tableBytes(slotBits: table.slotBits)), at: record + 24)
            record += tableRecordBytes
            offset += aligned(tableBytes(slotBits: table.slotBits))
        }
        writer.put(writer.bytes.withUnsafeBytes { headerChecksum($0) }, at: Offset.headerChecksum)
        return writer.bytes
    }
}

/// A header under construction: zeros that values are put into.
private struct HeaderWriter {
    private(set) var bytes: [UInt8]

    init(length: Int) { bytes = [UInt8](repeating: 0, count: length) }

    mutating func put(_ value: some FixedWidthInteger & BitwiseCopyable, at offset: Int) {
        withUnsafeBytes(of: value.littleEndian) { put(Array($0), at: offset) }
    }

    mutating func put(_ value: Double, at offset: Int) { put(value.bitPattern, at: offset) }

    mutating func put(_ value: [UInt8], at offset: Int) {
        bytes.replaceSubrange(offset..<(offset + value.count), with: value)
    }

    /// The fixed part, but for lengths and checksums.
    mutating func put(_ parameters: ModelParameters) {
        typealias Offset = ModelFile.Offset
        put(parameters.keyID, at: Offset.keyID)
        put(parameters.extractorVersion, at: Offset.extractorVersion)
        put(UInt16(parameters.experts.count), at: Offset.expertCount)
        put(UInt16(parameters.tables.count), at: Offset.tableCount)
        put(parameters.bias, at: Offset.bias)
        put(parameters.knownSenders.weight, at: Offset.knownSenders)
        put(UInt64(parameters.knownSenders.count), at: Offset.knownSenders + 8)
        put(parameters.calibration.slope, at: Offset.calibration)
        put(parameters.calibration.intercept, at: Offset.calibration + 8)
        put(parameters.thresholds.ham, at: Offset.thresholds)
        put(parameters.thresholds.spam, at: Offset.thresholds + 8)
        if let settings = parameters.settings {
            put(settings, at: Offset.settings)
            put(UInt32(1), at: Offset.settings + 8)
        }
        put(parameters.window?.first ?? .min, at: Offset.window)
        put(parameters.window?.last ?? .min, at: Offset.window + 8)
        put(UInt64(parameters.counts.ham), at: Offset.counts)
        put(UInt64(parameters.counts.spam), at: Offset.counts + 8)
        put(Array(parameters.createdBy.utf8), at: Offset.createdBy)
        guard let figures = parameters.evaluation else { return }
        put(Array(figures.protocolName.utf8), at: Offset.evaluationProtocol)
        put(UInt64(figures.counts.ham), at: Offset.evaluationCounts)
        put(UInt64(figures.counts.spam), at: Offset.evaluationCounts + 8)
        let roca = figures.oneMinusROCA
        let missed = figures.spamMissed
        let numbers = [
            roca.value, roca.low, roca.high, missed.value, missed.low, missed.high, figures.calibrationError,
        ]
        for (index, number) in numbers.enumerated() { put(number, at: Offset.evaluationFigures + 8 * index) }
    }
}
