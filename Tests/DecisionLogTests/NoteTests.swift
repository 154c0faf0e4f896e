import DecisionLog
import StrictJSON
import TestSupport
import Testing

struct NoteTests {
  private static let seed = [UInt8](1...32)
  private static let name = "host.example/assent/main"

  private static func key(_ name: String = name, _ seed: [UInt8] = seed) throws -> SigningKey {
    try SigningKey(name: name, seed: seed)
  }

  private static func note() throws -> SignedNote {
    try Checkpoint(origin: name, size: 25, root: Hashing.sha256([1])).signed(by: try key())
  }

  /// The example of the signed-note package of Go.
  @Test func `A note that another program signed verifies, and signing it again gives the same bytes`() throws {
    let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    let body = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    let text =
      body
      + "\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    let key = try SigningKey(secret)
    #expect(key.verifier.text == vkey)
    #expect(key.secretText == secret)
    #expect(try SignedNote(text: text).verify([VerifierKey(vkey)]) == [key.verifier])
    var note = try SignedNote(body: body)
    try note.sign(with: key)
    #expect(note.text == text)
  }

  @Test func `A checkpoint is three lines, a blank one and a signature, and comes back`() throws {
    let note = try Self.note()
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 6)
    #expect(lines[0] == Self.name)
    #expect(lines[1] == "25")
    #expect(lines[3].isEmpty)
    #expect(lines[4].hasPrefix("\u{2014} \(Self.name) "))
    let opened = try Checkpoint.open(Array(note.text.utf8), keys: [try Self.key().verifier])
    #expect(opened.checkpoint.size == 25)
    #expect(opened.checkpoint.root == Hashing.sha256([1]))
    #expect(opened.checkpoint.body == note.body)
    #expect(opened.signers == [try Self.key().verifier])
    #expect(try SignedNote(text: note.text) == note)
  }

  @Test func `A key reads back from its text, and its secret shows nowhere else`() throws {
    let key = try Self.key()
    #expect(try VerifierKey(key.verifier.text) == key.verifier)
    #expect(try SigningKey(key.secretText + "\n").verifier == key.verifier)
    #expect(!"\(key)".contains(Base64.text(Self.seed)))
    #expect(!String(reflecting: key).contains(Base64.text(Self.seed)))
    #expect(key.verifier.pem.hasPrefix("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA"))
  }

  @Test func `Signatures by strangers say nothing, sixteen and more are read`() throws {
    var note = try Checkpoint(origin: Self.name, size: 1, root: .zero).signed(by: try Self.key())
    for number in 0..<40 {
      try note.sign(with: try Self.key("witness-\(number)", [UInt8](repeating: UInt8(number), count: 32)))
    }
    let read = try SignedNote(text: note.text)
    #expect(read.signatures.count == 41)
    #expect(try read.verify([try Self.key().verifier]).count == 1)
    let witness = try Self.key("witness-7", [UInt8](repeating: 7, count: 32)).verifier
    #expect(try read.verify([witness, try Self.key().verifier]).map(\.name) == [Self.name, "witness-7"])
  }

  @Test func `A longer checkpoint keeps its further lines`() throws {
    let checkpoint = try Checkpoint(body: "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\nand more\n")
    #expect(checkpoint.extensions == ["more", "and more"])
    #expect(checkpoint.root == Hashing.emptyRoot)
    #expect(checkpoint.body.hasSuffix("more\nand more\n"))
  }

  @Test func `A signature that does not hold is told from one that is missing`() throws {
    let note = try Self.note()
    let verifier = try Self.key().verifier
    let changed = try SignedNote(text: note.text.replacing("\n25\n", with: "\n26\n"))
    #expect(code { try changed.verify([verifier]) } == .wrongSignature)
    let stranger = try Self.key("other", [UInt8](repeating: 9, count: 32)).verifier
    #expect(code { try note.verify([stranger]) } == .unsigned)
    #expect(code { try note.verify([]) } == .unsigned)
    let sameName = try Self.key(Self.name, [UInt8](repeating: 9, count: 32)).verifier
    #expect(code { try note.verify([sameName]) } == .unsigned)
    #expect(code { try SignedNote(body: note.body).verify([verifier]) } == .unsigned)
  }

  @Test func `A note whose signature bytes change never verifies`() throws {
    let note = try Self.note()
    let verifier = try Self.key().verifier
    let bytes = Array(note.text.utf8)
    for index in bytes.indices {
      for change in [1, 32, 128] as [UInt8] {
        var changed = bytes
        changed[index] ^= change
        #expect(throws: NoteError.self, "byte \(index)") { try Checkpoint.open(changed, keys: [verifier]) }
      }
    }
    for count in bytes.indices {
      #expect(throws: NoteError.self) { try Checkpoint.open(Array(bytes[..<count]), keys: [verifier]) }
    }
  }

  @Test(arguments: [
    ("nothing", ""), ("no signature", "a\nb\n"), ("a blank line and no signature", "a\n\n"),
    ("no body", "\n\u{2014} n AAAAAAA=\n"),
    ("no line end", "a\n\n\u{2014} n AAAAAAA="), ("a blank signature line", "a\n\n\u{2014} n AAAAAAA=\n\n"),
    ("a hyphen for the dash", "a\n\n- n AAAAAAA=\n"), ("two blanks", "a\n\n\u{2014}  n AAAAAAA=\n"),
    ("no name", "a\n\n\u{2014} AAAAAAA=\n"), ("a plus in the name", "a\n\n\u{2014} n+m AAAAAAA=\n"),
    ("only a key id", "a\n\n\u{2014} n AAAAAA==\n"), ("no base64", "a\n\n\u{2014} n ???\n"),
    ("a carriage return", "a\r\n\n\u{2014} n AAAAAAA=\n"), ("a NUL", "a\u{0}\n\n\u{2014} n AAAAAAA=\n"),
    ("something after the signature", "a\n\n\u{2014} n AAAAAAA= x\n"),
  ])
  func `A note of another form is refused`(_ name: String, text: String) {
    #expect(code { try SignedNote(text: text) } == .malformedNote, "\(name)")
  }

  @Test func `A note that is no UTF-8, too long or signed too often is refused`() throws {
    #expect(code { try SignedNote([0xFF, 0x0A, 0x0A] + Array("\u{2014} n AAAAAAA=\n".utf8)) } == .malformedNote)
    let long = String(repeating: "x", count: 70_000) + "\n\n\u{2014} n AAAAAAA=\n"
    #expect(code { try SignedNote(text: long) } == .malformedNote)
    let often = "a\n\n" + String(repeating: "\u{2014} n AAAAAAA=\n", count: 101)
    #expect(code { try SignedNote(text: often) } == .malformedNote)
  }

  @Test(arguments: [
    ("two lines", "log\n5\n"), ("no origin", "\n5\nAAAA\n"), ("a signed size", "log\n+5\nR\n"),
    ("a negative size", "log\n-5\nR\n"),
    ("a leading zero", "log\n05\nR\n"), ("a size of another script", "log\n٥\nR\n"),
    ("a huge size", "log\n99999999999999999999\nR\n"),
    ("a short root", "log\n5\nAAAA\n"), ("no base64", "log\n5\n!\n"), ("a blank line", "log\n5\nR\n\nmore\n"),
    ("no line end", "log\n5\nR"),
  ])
  func `A body that is no checkpoint is refused`(_ name: String, text: String) {
    let body = text.replacing("R", with: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    #expect(code { try Checkpoint(body: body) } == .malformedCheckpoint, "\(name)")
  }

  @Test(arguments: [
    "", "name", "name+00000000", "name+c74f20a3+", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T", "Peter Neumann+c74f20a3+ARpc2QcU",
    "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
  ])
  func `A key of another form is refused`(text: String) {
    #expect(throws: NoteError.self) { try VerifierKey(text) }
    #expect(throws: NoteError.self) { try SigningKey("PRIVATE+KEY+" + text) }
    #expect(throws: NoteError.self) { try SigningKey(text) }
  }

  @Test func `A name and a seed have their form`() {
    #expect(code { try SigningKey(name: "n", seed: [1, 2]) } == .malformedKey)
    for name in ["", "a b", "a+b", "a\u{A0}b", "a\nb"] {
      #expect(code { try SigningKey(name: name, seed: Self.seed) } == .badName, "\(name)")
      #expect(code { try Checkpoint(origin: name, size: 0, root: .zero) } == .badName, "\(name)")
    }
    #expect(code { try Checkpoint(origin: "n", size: -1, root: .zero) } == .malformedCheckpoint)
  }

  private func code<T>(_ body: () throws -> T) -> NoteError.Code? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? NoteError)?.code
    }
  }

  @Test func `The Ed25519 vectors of wycheproof verify or fail as they say`() throws {
    guard let bytes = SharedFiles.bytes(of: "corpora/wycheproof/testvectors_v1/ed25519_test.json") else {
      print("skipped: no wycheproof vectors beside the package")
      return
    }
    var (valid, invalid) = (0, 0)
    let vectors = try JSONValue.parse(bytes)
    for group in try #require(vectors["testGroups"]?.array) {
      let publicKey = try #require(group["publicKey"]?["pk"]?.string.flatMap { Hexadecimal.bytes($0.utf8) })
      let key = try VerifierKey(name: "wycheproof", publicKey: publicKey)
      #expect(key.pem == group["publicKeyPem"]?.string)
      for test in try #require(group["tests"]?.array) {
        let message = try #require(test["msg"]?.string.flatMap { Hexadecimal.bytes($0.utf8) })
        let signature = try #require(test["sig"]?.string.flatMap { Hexadecimal.bytes($0.utf8) })
        let isValid = test["result"] == "valid"
        #expect(key.isValid(signature, for: message) == isValid, "case \(test["tcId"]?.integer ?? 0)")
        if isValid { valid += 1 } else { invalid += 1 }
      }
    }
    #expect(valid == 88)
    #expect(invalid == 63)
  }
}
