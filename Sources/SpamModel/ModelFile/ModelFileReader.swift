// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures

/// What a reader requires before it trusts a model.
struct ModelExpectation {
    /// The id of the key in use; nil: any, for a reader that only shows the model.
    var keyID: UInt64?
    /// The extractor's version; nil: any.
    var extractorVersion: UInt32?
    /// Whether the weights' checksum is computed too (reads the whole file).
    var verifiesWeights: Bool
}

/// Reads a model's image: every check in its order, then the parameters and where the weights are.
///
/// The order is that of the file, cheapest first: size, magic, version, header's length and checksum, total length, key,
/// extractor, parameters, tables, where the known senders lie, and last the only ones whose cost grows with the file: the
/// weights' checksum, and whether the known senders ascend.
struct ModelFileReader {
    /// A table as it lies in the image.
    struct PlacedTable {
        var scale: Double
        var offset: Int
    }

    private let path: String
    private let image: UnsafeRawBufferPointer
    private let version: UInt32
    private(set) var parameters: ModelParameters
    /// One for each of the parameters' tables, in order.
    private(set) var tables: [PlacedTable] = []
    private(set) var knownSenders = PlacedKnownSenders()

    init(
        _ image: UnsafeRawBufferPointer, path: String, expecting expectation: ModelExpectation
    ) throws(ModelFileError) {
        typealias Offset = ModelFile.Offset
        self.path = path
        self.image = image
        parameters = ModelParameters(keyID: 0, extractorVersion: 0)

        guard image.count >= ModelFile.minBytes else {
            throw ModelFileError(
                path: path, problem: .tooSmall(bytes: image.count, needed: ModelFile.minBytes))
        }
        version = UInt32(littleEndian: image.loadUnaligned(fromByteOffset: Offset.version, as: UInt32.self))
        try require(image.prefix(ModelFile.magic.count).elementsEqual(ModelFile.magic), .notAModel)
        try require(
            ModelFile.readableVersions.contains(version),
            .unsupportedVersion(found: version, supported: ModelFile.formatVersion))
        let headerLength = Int(load(Offset.headerLength) as UInt32)
        try require(
            headerLength >= ModelFile.fixedEnd(version: version) && headerLength % ModelFile.alignment == 0
                && headerLength <= image.count,
            .badHeaderLength(found: headerLength, fileBytes: image.count))
        let headerChecksum = ModelFile.headerChecksum(UnsafeRawBufferPointer(rebasing: image[..<headerLength]))
        let statedHeaderChecksum: UInt64 = load(Offset.headerChecksum)
        try require(
            headerChecksum == statedHeaderChecksum,
            .headerDamaged(found: headerChecksum, expected: statedHeaderChecksum))
        let totalLength = Int(clamping: load(Offset.totalLength) as UInt64)
        try require(totalLength == image.count, .wrongLength(found: image.count, expected: totalLength))

        parameters = readFixedPart()
        if let keyID = expectation.keyID {
            try require(parameters.keyID == keyID, .wrongKey(found: parameters.keyID, expected: keyID))
        }
        if let extractor = expectation.extractorVersion {
            try require(
                parameters.extractorVersion == extractor,
                .wrongExtractor(found: parameters.extractorVersion, expected: extractor))
        }
        try readRecords(headerLength: headerLength)
        if let what = parameters.contradiction() { throw error(.badParameters(what)) }
        try placeKnownSenders(headerLength: headerLength)

        if expectation.verifiesWeights {
            let checksum = XXH64.hash(UnsafeRawBufferPointer(rebasing: image[headerLength...]))
            let stated: UInt64 = load(Offset.weightsChecksum)
            try require(checksum == stated, .weightsDamaged(found: checksum, expected: stated))
            try require(knownSenders.areAscending(in: image), .badKnownSenders)
        }
    }

    /// The fixed part of the header, taken as it is.
    private func readFixedPart() -> ModelParameters {
        typealias Offset = ModelFile.Offset
        let first: Int64 = load(Offset.window)
        let last: Int64 = load(Offset.window + 8)
        let protocolName = name(Offset.evaluationProtocol)
        return ModelParameters(
            bias: double(Offset.bias),
            knownSenders: ModelParameters.KnownSenders(
                count: Int(clamping: load(Offset.knownSenders + 8) as UInt64),
                weight: double(Offset.knownSenders)),
            calibration: Calibration(
                slope: double(Offset.calibration), intercept: double(Offset.calibration + 8)),
            thresholds: Thresholds(ham: double(Offset.thresholds), spam: double(Offset.thresholds + 8)),
            keyID: load(Offset.keyID),
            extractorVersion: load(Offset.extractorVersion),
            settings: version > 3 && load(Offset.settings + 8) as UInt32 == 1 ? load(Offset.settings) : nil,
            window: first == .min ? nil : TrainingWindow(first: first, last: last),
            counts: counts(Offset.counts),
            evaluation: protocolName.isEmpty
                ? nil
                : EvaluationFigures(
                    protocolName: protocolName,
                    counts: counts(Offset.evaluationCounts),
                    oneMinusROCA: interval(Offset.evaluationFigures),
                    spamMissed: interval(Offset.evaluationFigures + 24),
                    calibrationError: double(Offset.evaluationFigures + 48)),
            createdBy: name(Offset.createdBy))
    }

    /// Experts and tables; each table must lie behind the header, aligned, inside the file.
    private mutating func readRecords(headerLength: Int) throws(ModelFileError) {
        let expertCount = Int(load(ModelFile.Offset.expertCount) as UInt16)
        let tableCount = Int(load(ModelFile.Offset.tableCount) as UInt16)
        try require(
            headerLength == ModelFile.headerLength(experts: expertCount, tables: tableCount, version: version),
            .badParameters("the header does not fit its records"))
        var shapes: [ModelParameters.Table] = []
        let firstExpert = ModelFile.fixedEnd(version: version)
        let firstTable = firstExpert + expertCount * ModelFile.expertRecordBytes
        for index in 0..<tableCount {
            let record = firstTable + index * ModelFile.tableRecordBytes
            let slotBits = Int(image[record + 1])
            let offset = Int(clamping: load(record + 16) as UInt64)
            let length = Int(clamping: load(record + 24) as UInt64)
            let scale = double(record + 8)
            guard let view = FeatureView(rawValue: image[record]) else {
                throw error(.badParameters("a view that this version does not know"))
            }
            try require(
                ModelLimits.slotBits.contains(slotBits) && length == ModelFile.tableBytes(slotBits: slotBits)
                    && offset >= headerLength && offset % ModelFile.alignment == 0 && offset <= image.count
                    && length <= image.count - offset && scale.isFinite,
                .badTable(index: index))
            shapes.append(ModelParameters.Table(view: view, slotBits: slotBits))
            tables.append(PlacedTable(scale: scale, offset: offset))
        }
        var used = 0
        for index in 0..<expertCount {
            let record = firstExpert + index * ModelFile.expertRecordBytes
            let count = Int(image[record + 17])
            guard let norm = ModelParameters.Normalisation(rawValue: image[record + 16]), used + count <= tableCount
            else {
                throw error(.badParameters("an expert that this version does not know"))
            }
            parameters.experts.append(
                ModelParameters.Expert(
                    tables: Array(shapes[used..<(used + count)]), norm: norm, combinerWeight: double(record),
                    share: double(record + 8)))
            used += count
        }
        try require(used == tableCount, .badParameters("tables that belong to no expert"))
    }

    /// The known senders must lie behind the header, aligned, inside the file; how many there may be is checked by then.
    private mutating func placeKnownSenders(headerLength: Int) throws(ModelFileError) {
        let offset = Int(clamping: load(ModelFile.Offset.knownSenders + 16) as UInt64)
        let count = parameters.knownSenders.count
        guard count > 0 else { return try require(offset == 0, .badKnownSenders) }
        try require(
            offset >= headerLength && offset % ModelFile.alignment == 0 && offset <= image.count
                && ModelFile.knownSenderBytes(count) <= image.count - offset, .badKnownSenders)
        knownSenders = PlacedKnownSenders(offset: offset, count: count)
    }

    private func require(_ condition: Bool, _ problem: ModelFileError.Problem) throws(ModelFileError) {
        if !condition { throw error(problem) }
    }

    private func error(_ problem: ModelFileError.Problem) -> ModelFileError {
        ModelFileError(path: path, problem: problem)
    }

    private func load<Value: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Value {
        Value(littleEndian: image.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    private func double(_ offset: Int) -> Double { Double(bitPattern: load(offset)) }

    private func counts(_ offset: Int) -> TrainingCounts {
        TrainingCounts(ham: Int(clamping: load(offset) as UInt64), spam: Int(clamping: load(offset + 8) as UInt64))
    }

    private func interval(_ offset: Int) -> EvaluationFigures.Interval {
        EvaluationFigures.Interval(value: double(offset), low: double(offset + 8), high: double(offset + 16))
    }

    private func name(_ offset: Int) -> String {
        String(decoding: image[offset..<(offset + ModelFile.nameBytes)].prefix { $0 != 0 }, as: UTF8.self)
    }
}
