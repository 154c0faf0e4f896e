/// A change of the worked example's decision rights or workflow, and all that `check` says of it; nothing where it is
/// sound.
struct WorkflowLintCase: Sendable, CustomStringConvertible {
  enum File: Sendable {
    case rights, workflow
    /// A copy of the workflow under another name, beside it.
    case second
  }

  let description: String
  let file: File
  let old: String
  let new: String
  let code: String
  let said: String

  init(_ name: String, _ file: File, _ old: String, _ new: String, code: String = "", _ said: String = "") {
    (description, self.file, self.old, self.new, self.code, self.said) = (name, file, old, new, code, said)
  }

  func apply(to folder: Folder) throws {
    let workflow = "workflows/standard-experiment.yaml"
    switch file {
    case .rights: try Edit.replace("workflows/decision-rights.yaml", old, with: new).apply(to: folder)
    case .workflow: try Edit.replace(workflow, old, with: new).apply(to: folder)
    case .second:
      let copy = "workflows/second.yaml"
      try folder.write(copy, try folder.read(workflow).replacing("id: standard-experiment", with: "id: second"))
      try Edit.replace(copy, old, with: new).apply(to: folder)
    }
  }
}
