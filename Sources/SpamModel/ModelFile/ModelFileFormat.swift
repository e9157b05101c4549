// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures

/// The model file: one header, then the tables of weights.
///
/// All numbers are little-endian; `docs/model-file.md` explains.
///
///        0  magic            89 53 50 52 45 55 0D 0A ("\x89SPREU\r\n": text-mode copies show)
///        8  format version   u32   4
///       12  header length    u32   multiple of 64; the tables begin here
///       16  header checksum  u64   XXH64 of the header with these 8 bytes as zeros
///       24  total length     u64
///       32  weights checksum u64   XXH64 of everything after the header: with the header's, the whole file's
///       40  key id           u64
///       48  extractor        u32
///       52  experts          u16   number of expert records
///       54  tables           u16   number of table records
///       56  bias             f64
///       64  slope, intercept f64 x 2
///       80  ham, spam        f64 x 2   thresholds in log-odds, may be infinite
///       96  window           i64 x 2   seconds since 1970; i64.min x 2: unknown
///      112  ham, spam        u64 x 2   messages learned
///      128  created by       16 bytes of ASCII, zero-padded
///      144  evaluation       16 bytes of ASCII: the protocol; all zero: not evaluated, and the figures are zero
///      160    ham, spam      u64 x 2   messages judged
///      176    (1-ROCA)%      f64 x 3   value, low, high
///      200    spam missed %  f64 x 3   at 0.1 % of ham called spam
///      224    calibration %  f64
///      232  known senders   f64   what one as sender adds to the rank
///      240    number         u64
///      248    offset         u64   multiple of 64; 0: none
///      256  settings        u64   keyed digest of the site's settings that mail was read with; 0: none were set
///      264    known         u32   1 if they are known, else 0
///      268  zeros           u32
///      272  expert records, 24 bytes: combiner weight f64, share f64, norm u8, number of tables u8, zeros
///           table records, 32 bytes: view u8, slot bits u8, zeros x 6, scale f64, offset u64, length u64
///           zeros to the header's length
///           tables: i16 x 2^bits each, in the records' order, each on a multiple of 64, zeros between
///           known senders: u64 each, strictly ascending, on a multiple of 64, zeros after
public enum ModelFile {
    /// The version that this code writes.
    public static let formatVersion: UInt32 = 4
    /// The versions that this code reads.
    ///
    /// Format 3 ends its fixed part before the settings.
    public static let readableVersions: ClosedRange<UInt32> = 3...formatVersion
    /// The first eight bytes.
    public static let magic: [UInt8] = [0x89, 0x53, 0x50, 0x52, 0x45, 0x55, 0x0D, 0x0A]

    /// Where things are in the header, in bytes from the start of the file.
    enum Offset {
        static let version = 8
        static let headerLength = 12
        static let headerChecksum = 16
        static let totalLength = 24
        static let weightsChecksum = 32
        static let keyID = 40
        static let extractorVersion = 48
        static let expertCount = 52
        static let tableCount = 54
        static let bias = 56
        static let calibration = 64
        static let thresholds = 80
        static let window = 96
        static let counts = 112
        static let createdBy = 128
        static let evaluationProtocol = 144
        static let evaluationCounts = 160
        static let evaluationFigures = 176
        static let knownSenders = 232
        static let settings = 256
    }

    static let expertRecordBytes = 24
    static let tableRecordBytes = 32
    static let alignment = 64
    static let nameBytes = 16

    /// Where the fixed part of a header ends and its records begin.
    static func fixedEnd(version: UInt32 = formatVersion) -> Int { version == 3 ? 256 : 272 }

    /// No model of a format that is read is smaller.
    static let minBytes = fixedEnd(version: readableVersions.lowerBound)

    /// The length of a header with so many records.
    static func headerLength(experts: Int, tables: Int, version: UInt32 = formatVersion) -> Int {
        aligned(fixedEnd(version: version) + experts * expertRecordBytes + tables * tableRecordBytes)
    }

    /// The next multiple of the alignment.
    static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) & ~(alignment - 1) }

    /// The bytes of a table of so many slots.
    static func tableBytes(slotBits: Int) -> Int { 2 << slotBits }

    /// The bytes of so many known senders.
    static func knownSenderBytes(_ count: Int) -> Int { count * MemoryLayout<UInt64>.size }

    /// The header's checksum: of all its bytes, the checksum's own taken as zeros.
    static func headerChecksum(_ header: UnsafeRawBufferPointer) -> UInt64 {
        var state = XXH64()
        state.update(UnsafeRawBufferPointer(rebasing: header[..<Offset.headerChecksum]))
        withUnsafeBytes(of: UInt64(0)) { state.update($0) }
        state.update(UnsafeRawBufferPointer(rebasing: header[(Offset.headerChecksum + 8)...]))
        return state.finish()
    }
}

extension ModelParameters {
    /// What is wrong with the parameters, nil if nothing is: one rule for writer and reader.
    func contradiction() -> String? {
        let tables = self.tables
        if experts.count > ModelLimits.experts { return "more than \(ModelLimits.experts) experts" }
        if tables.count > ModelLimits.tables { return "more than \(ModelLimits.tables) tables" }
        if !tables.allSatisfy({ ModelLimits.slotBits.contains($0.slotBits) }) { return "a table of impossible size" }
        let numbers =
            experts.flatMap { [$0.combinerWeight, $0.share] } + [bias, calibration.slope, calibration.intercept]
        if !numbers.allSatisfy(\.isFinite) { return "a parameter is not a finite number" }
        if !(0...ModelLimits.knownSenders).contains(knownSenders.count) {
            return "more than \(ModelLimits.knownSenders) known senders"
        }
        // Neither is true of what is not a number.
        if !ModelLimits.knownSenderWeight.contains(knownSenders.weight) {
            return "the weight of known senders is out of range"
        }
        if knownSenders.count == 0, knownSenders.weight != 0 { return "a weight of known senders without any" }
        if calibration.slope <= 0 { return "the calibration's slope is not positive" }
        if !(thresholds.ham <= thresholds.spam) { return "the ham threshold is above the spam threshold" }
        if counts.ham < 0 || counts.spam < 0 { return "a negative number of messages" }
        if let window, window.first > window.last { return "the training window ends before it begins" }
        let names = [createdBy] + (evaluation.map { [$0.protocolName] } ?? [])
        if !names.allSatisfy({
            $0.utf8.count <= ModelFile.nameBytes && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        }) {
            return "a name that is not at most \(ModelFile.nameBytes) ASCII characters"
        }
        if let evaluation {
            if evaluation.protocolName.isEmpty { return "an evaluation without a protocol" }
            if evaluation.counts.ham < 0 || evaluation.counts.spam < 0 { return "a negative number of messages" }
        }
        return nil
    }
}
