import Diagnostics
import Foundation
import Testing

@testable import BundleLoading

/// Formatting never changes what a file says, and twice is once: over the shipped files, and over copies of them that
/// have been messed up.
@Suite struct FormatTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// A text with other blanks, breaks and comments, by a seed.
  private func mess(_ text: String, _ seed: UInt64) -> String {
    var state = seed
    func next(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let indentation = line.prefix { $0 == " " }
      switch next(9) {
      case 0: lines.append(indentation + "# note \(next(1000))")
      case 1: lines.append("")
      default: break
      }
      var line = line
      switch next(7) {
      case 0 where !line.contains("#") && !line.contains("|") && !line.isEmpty: line += "   # trail \(next(1000))"
      case 1: line = line.replacing(": {", with: ":  {  ")
      case 2: line = line.replacing("}, ", with: "} ,   ")
      case 3: line += "  "
      default: break
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  @Test func `Meaning, comments and the second run`() throws {
    let (files, _) = BundleFiles.read(workspace: Self.root)
    let documents = files.files.filter(\.isDocument)
    #expect(documents.count > 50)
    var refused = 0
    var count = 0
    for file in documents {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for seed in 0..<UInt64(6) {
        let given = Array((seed == 0 ? text : mess(text, seed &* 7919 &+ UInt64(file.bytes.count))).utf8)
        guard BundleFormat.meaning(of: given, file.path) != nil else { continue }
        count += 1
        let first = BundleFormat.format(given, path: file.path)
        if !first.diagnostics.isEmpty { refused += 1 }
        guard let laidOut = first.text.map({ Array($0.utf8) }) else { continue }
        #expect(
          BundleFormat.meaning(of: laidOut, file.path) == BundleFormat.meaning(of: given, file.path), "\(file.path)")
        let second = BundleFormat.format(laidOut, path: file.path)
        #expect(second.text == nil && second.diagnostics.isEmpty, "\(file.path), seed \(seed): \(second.text ?? "")")
        func notes(_ bytes: [UInt8]) -> Int {
          String(decoding: bytes, as: UTF8.self).split(separator: "\n").count {
            $0.contains("# note ") || $0.contains("# trail ")
          }
        }
        #expect(notes(laidOut) <= notes(given))
      }
    }
    #expect(count > 200)
    #expect(refused * 10 < count, "\(refused) of \(count) could not be laid out")
  }

  @Test func `The shipped files are in their layout`() {
    let (files, _) = BundleFiles.read(workspace: Self.root)
    for file in files.files where file.isDocument {
      let formatted = BundleFormat.format(file.bytes, path: file.path)
      #expect(formatted.text == nil && formatted.diagnostics.isEmpty, "\(file.path) is laid out otherwise")
    }
  }
}
