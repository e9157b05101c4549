// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import TextOutput

/// Why a model file was not opened or written: the file, what is wrong, and in the description what to do.
public struct ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file concerned; `(memory)` for a model that is in none.
    public var path: String
    /// What is wrong.
    public var problem: Problem

    /// Creates an error.
    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What can be wrong, in the order in which a reader looks.
    public enum Problem: Sendable, Equatable {
        /// A system call failed while the file was opened or mapped.
        case cannotOpen(call: String, errno: Int32)
        /// It is not a regular file.
        case notAFile
        /// The file is shorter than the fixed part of a header.
        case tooSmall(bytes: Int, needed: Int)
        /// The first eight bytes are not a model's.
        case notAModel
        /// The format is one this version of Spreu does not know.
        case unsupportedVersion(found: UInt32, supported: UInt32)
        /// The header's length is impossible.
        case badHeaderLength(found: Int, fileBytes: Int)
        /// The header's bytes are not those that were written.
        case headerDamaged(found: UInt64, expected: UInt64)
        /// The file is cut short or something was appended.
        case wrongLength(found: Int, expected: Int)
        /// The model's features were hashed with another site key.
        case wrongKey(found: UInt64, expected: UInt64)
        /// The model was trained with features of another version.
        case wrongExtractor(found: UInt32, expected: UInt32)
        /// The parameters contradict themselves or the weights.
        case badParameters(String)
        /// A table lies outside the file, is misaligned or has an impossible size.
        case badTable(index: Int)
        /// The known senders lie outside the file, are misaligned, or do not ascend.
        case badKnownSenders
        /// The weights' bytes are not those that were written.
        case weightsDamaged(found: UInt64, expected: UInt64)
        /// A system call failed while the file was written; the old file, if there was one, is untouched unless the
        /// call is the last, `fsync` of the folder.
        case cannotWrite(call: String, errno: Int32)
        /// A signature is asked for, and there is none.
        case notSigned(file: String)
        /// The signature cannot be read.
        case cannotReadSignature(file: String, errno: Int32)
        /// What lies in the signature's place is none.
        case badSignature(file: String)
        /// The signature states a key that is not among those that are trusted.
        case untrustedSigner(keyID: String, trusted: [String])
        /// The signature is not one of this model by the key that it states.
        case falseSignature(keyID: String)
        /// A file larger than any model that is verified.
        case tooLargeToVerify(bytes: Int, limit: Int)
    }

    /// One sentence: what, where, what to do.
    public var description: String { "\(path): \(sentence)" }

    private var sentence: String {
        switch problem {
        case .cannotOpen(let call, let number):
            "the model cannot be opened (\(call): \(String(cString: strerror(number)))); check the path and its permissions"
        case .notAFile:
            "this is not a regular file; give the path of a model that `spreu train` wrote"
        case .tooSmall(let bytes, let needed):
            "the file has \(bytes) bytes, but a model has at least \(needed); copy it again in full, or train again"
        case .notAModel:
            "this is not a Spreu model; give the path of a file that `spreu train` wrote"
        case .unsupportedVersion(let found, let supported):
            "the model has format \(found), but this version of Spreu reads formats "
                + "\(ModelFile.readableVersions.lowerBound) to \(supported); train it again with this version"
        case .badHeaderLength(let found, let fileBytes):
            "the header claims \(found) bytes in a file of \(fileBytes); the file is damaged: copy it again or train again"
        case .headerDamaged(let found, let expected):
            "the header is damaged (checksum \(found.hexadecimal), stated \(expected.hexadecimal)); copy it again or train again"
        case .wrongLength(let found, let expected):
            "the file has \(found) bytes and should have \(expected); copy it again in full, or train again"
        case .wrongKey(let found, let expected):
            "the model was trained with site key \(found.hexadecimal), but the key in use is "
                + "\(expected.hexadecimal); use the key it was trained with (--key), or train again"
        case .wrongExtractor(let found, let expected):
            "the model was trained on features of version \(found), but this version of Spreu makes version "
                + "\(expected); train it again"
        case .badParameters(let what):
            "the model is inconsistent (\(what)); train it again"
        case .badTable(let index):
            "weight table \(index) lies outside the file; train the model again"
        case .badKnownSenders:
            "the list of known senders is damaged; train the model again"
        case .weightsDamaged(let found, let expected):
            "the weights are damaged (checksum \(found.hexadecimal), stated \(expected.hexadecimal)); copy the file again or train again"
        case .cannotWrite(let call, let number):
            "the model cannot be written (\(call): \(String(cString: strerror(number)))); "
                + "check the folder, its permissions and free space"
        case .notSigned(let file):
            "the model is not signed (\(file) does not exist); copy its signature too, or sign it with 'spreu models "
                + "sign'"
        case .cannotReadSignature(let file, let number):
            "its signature \(file) cannot be read (\(String(cString: strerror(number)))); check its permissions"
        case .badSignature(let file):
            "\(file) is not a signature; copy it again, or sign the model again with 'spreu models sign'"
        case .untrustedSigner(let keyID, let trusted):
            "the model is signed with key \(keyID), but the filter trusts \(trusted.joined(separator: ", ")); "
                + "correct the public key, or sign the model with a trusted one"
        case .falseSignature(let keyID):
            "the signature by key \(keyID) does not match this model: one of the two was altered, or they belong to "
                + "different models; copy both again"
        case .tooLargeToVerify(let bytes, let limit):
            "the file has \(bytes) bytes, but signatures are verified only up to \(limit); is it a model?"
        }
    }
}
