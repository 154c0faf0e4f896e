import SpendModel

@testable import WorkflowEngine

extension Desk {
  @discardableResult
  mutating func retract(_ person: String, stage: String? = nil, at text: String) throws -> Refusal? {
    let at = try time(text)
    return try take(try request().retract(stage: stage, context: context(person, at), ids: &ids), at: at)
  }

  @discardableResult
  mutating func reassign(
    _ person: String, to other: String, stage: String? = nil, reason: String = "because", adds: Bool = false,
    at text: String
  ) throws -> Refusal? {
    let at = try time(text)
    return try take(
      try request().reassign(
        to: other, stage: stage, reason: reason, adds: adds, context: context(person, at), ids: &ids), at: at)
  }

  @discardableResult
  mutating func claim(
    _ person: String, stage: String? = nil, releases: Bool = false, at text: String
  ) throws -> Refusal? {
    let at = try time(text)
    return try take(
      try request().claim(stage: stage, releases: releases, context: context(person, at), ids: &ids), at: at)
  }

  @discardableResult
  mutating func override(
    _ person: String, stage: String, reason: String = "because", at text: String
  ) throws -> Refusal? {
    let at = try time(text)
    return try take(
      try request().override(stage: stage, reason: reason, context: context(person, at), ids: &ids), at: at)
  }
}
