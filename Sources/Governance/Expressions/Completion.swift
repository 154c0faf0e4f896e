import CEL

/// How what is being typed may go on.
package struct Completion: Hashable, Sendable {
  package struct Candidate: Hashable, Sendable {
    package var text: String
    /// Its type or signature.
    package var detail: String

    package init(_ text: String, _ detail: String) {
      self.text = text
      self.detail = detail
    }
  }

  /// How many characters before the cursor the candidates replace.
  package var replaced: Int
  /// In the order of their bytes.
  package var candidates: [Candidate]

  package init(replaced: Int, candidates: [Candidate]) {
    self.replaced = replaced
    self.candidates = candidates
  }
}

extension Workbench {
  /// How an expression may go on behind a text: names; behind a dot, the fields and functions of what stands before it.
  package func completion(after text: String) -> Completion {
    let characters = Array(text)
    let word = characters.reversed().prefix { Self.isNamePart($0) }.count
    let none = Completion(replaced: word, candidates: [])
    guard !Self.isWithinText(characters) else { return none }
    let prefix = String(characters.suffix(word))
    var before = characters.dropLast(word)
    guard prefix.first.map({ !$0.isNumber }) ?? true else { return none }
    var candidates: [Completion.Candidate]
    let isOptional = before.last == "?"
    if before.last == "." || isOptional && before.dropLast().last == "." {
      before = before.dropLast(isOptional ? 2 : 1)
      let operand = Self.operand(before)
      guard !operand.isEmpty else { return none }
      candidates = members(of: operand, macrosAround: String(before.dropLast(operand.count)))
    } else {
      candidates = names()
    }
    candidates = candidates.filter { $0.text.hasPrefix(prefix) }
    candidates.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    return Completion(replaced: word, candidates: candidates)
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// Whether a literal of a text is still open.
  private static func isWithinText(_ characters: [Character]) -> Bool {
    var quote: Character?
    var isEscaped = false
    for character in characters {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == open {
          quote = nil
        }
      } else if character == "'" || character == "\"" {
        quote = character
      }
    }
    return quote != nil
  }

  /// What stands before a dot: names, calls, brackets and texts that hang together.
  private static func operand(_ characters: ArraySlice<Character>) -> String {
    var start = characters.endIndex
    var depth = 0
    var quote: Character?
    while start > characters.startIndex {
      let character = characters[start - 1]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == ")" || character == "]" || character == "}" {
        depth += 1
      } else if character == "(" || character == "[" || character == "{" {
        guard depth > 0 else { break }
        depth -= 1
      } else if depth == 0, !isNamePart(character), character != ".", character != "?" {
        break
      }
      start -= 1
    }
    return String(characters[start...])
  }

  // MARK: - Candidates

  private func names() -> [Completion.Candidate] {
    var result = variables.map { Completion.Candidate($0.name, $0.type.description) }
    for (name, overloads) in environment(for: "").functions.overloads where Self.isCallable(name) {
      let global = overloads.filter { !$0.isMember }
      if let first = global.first { result.append(.init(Self.call(name, global), Self.detail(first, global.count))) }
    }
    result += Macro.all.filter { $0.receiver == nil }.map { .init($0.name + "(", $0.call) }
    return result + ["true", "false", "null"].map { .init($0, "literal") }
  }

  private func members(of operand: String, macrosAround text: String) -> [Completion.Candidate] {
    let functions = environment(for: "").functions.overloads
    var result: [Completion.Candidate] = []
    // A namespace: `math.` and its functions.
    for (name, overloads) in functions where name.hasPrefix(operand + ".") && Self.isCallable(name) {
      let rest = String(name.dropFirst(operand.count + 1))
      if let first = overloads.first {
        result.append(.init(Self.call(rest, overloads), Self.detail(first, overloads.count)))
      }
    }
    if !result.isEmpty { return result + (operand == "cel" ? [.init("bind(", Macro.all[1].call)] : []) }
    guard let type = type(of: operand, macrosAround: text) else { return [] }
    if case .object(let object) = type {
      result += object.fields.map { .init($0.name, $0.type.description + ($0.isOptional ? ", may be missing" : "")) }
    }
    for (name, overloads) in functions where Self.isCallable(name) {
      let fitting = overloads.filter { $0.isMember && ($0.parameters.first.map { Self.fits(type, $0) } ?? false) }
      if let first = fitting.first { result.append(.init(Self.call(name, fitting), Self.detail(first, fitting.count))) }
    }
    let receiver: Macro.Receiver? =
      switch type {
      case .list: .list
      case .map: .map
      case .optional: .optional
      default: nil
      }
    if let receiver {
      result += Macro.all.filter { $0.receiver == receiver }.map { .init($0.name + "(", $0.call) }
    }
    return result
  }

  /// The type of a part; the variables of macros that are open around it have the types of the elements.
  private func type(of operand: String, macrosAround text: String) -> CELType? {
    var environment = environment(for: operand)
    for (name, range) in Self.openMacros(text) {
      guard case .success(let program) = environment.compile(range) else { continue }
      switch program.type {
      case .list(let element): environment.declare(name, element)
      case .map(let key, _): environment.declare(name, key)
      default: environment.declare(name, .dyn)
      }
    }
    guard case .success(let program) = environment.compile(operand) else { return nil }
    return program.type
  }

  /// The macros that are open at the end of a text, each with its variable and range: `tags.all(t, ` has `t`, `tags`.
  private static func openMacros(_ text: String) -> [(name: String, range: String)] {
    let characters = Array(text)
    var open: [Int] = []
    for (index, character) in characters.enumerated() {
      if "([{".contains(character) { open.append(index) } else if ")]}".contains(character) { _ = open.popLast() }
    }
    return open.suffix(8).compactMap { index in
      guard characters[index] == "(" else { return nil }
      let head = operand(characters[..<index])
      guard let dot = head.lastIndex(of: "."), Macro.all.contains(where: { $0.name == head[head.index(after: dot)...] })
      else { return nil }
      let inside = characters[(index + 1)...].drop { $0 == " " }
      let name = inside.prefix { isNamePart($0) }
      guard !name.isEmpty, inside.dropFirst(name.count).drop(while: { $0 == " " }).first == "," else { return nil }
      return (String(name), String(head[..<dot]))
    }
  }

  private static func fits(_ type: CELType, _ wanted: CELType) -> Bool {
    switch (type, wanted) {
    case (.dyn, _), (_, .dyn), (_, .parameter): true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): fits(a, b)
    case (.map(let a, let b), .map(let c, let d)): fits(a, c) && fits(b, d)
    default: type == wanted
    }
  }

  private static func call(_ name: String, _ overloads: [Overload]) -> String {
    overloads.allSatisfy { $0.parameters.count == ($0.isMember ? 1 : 0) } ? name + "()" : name + "("
  }

  private static func detail(_ overload: Overload, _ count: Int) -> String {
    overload.signature + (count > 1 ? "  and \(count - 1) more" : "")
  }
}
