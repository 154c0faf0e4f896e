extension BadInput {
  static let stores: [BadInput] = [
    BadInput(
      "no workspace",
      [.remove("rules"), .remove("workflows")],
      run: ["queue"],
      as: "zoe",
      exit: 2,
      errors: """
        error: no workspace here: no folder from `FOLDER` upwards has rules/ and workflows/ [no-workspace]
          hint: `assent init` makes one, `--workspace DIR` names one

        """),
    BadInput(
      "a workspace that there is not",
      run: ["queue", "--workspace", "nowhere"],
      as: "zoe",
      exit: 2,
      errors: """
        error: no folder `nowhere` [no-workspace]
          hint: `assent init nowhere` makes a workspace

        """),
    BadInput(
      "a database that is none",
      [
        .write(
          "assent.db",
          "this is no database, and it is long enough to be seen as none at all. this is no database, and it is long enough to be seen as none at all. this is no database, and it is long enough to be seen as none at all. this is no database, and it is long enough to be seen as none at all. this is no database, and it is long enough to be seen as none at all. this is no database, and it is long enough to be s"
        )
      ],
      run: ["queue"],
      as: "zoe",
      exit: 74,
      errors: """
        error: no database of this program: `FOLDER/assent.db` [storage-corrupt]
          hint: `--database` names another one

        """),
    BadInput(
      "a database that is a folder",
      run: ["queue", "--database", "rules"],
      as: "zoe",
      exit: 74,
      errors: """
        error: cannot open the database `FOLDER/rules` [storage-io]
          hint: is the folder there, and may you write to it?

        """),
    BadInput(
      "a database where nothing can be written",
      run: ["submit", "request.yaml", "--database", "/proc/assent.db"],
      as: "zoe",
      exit: 74,
      errors: """
        error: cannot open the lock file `/proc/assent.db.lock`: No such file or directory [storage-missing]

        """),
    BadInput(
      "a key that is none",
      [.write("assent.key", "nonsense\n")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 74,
      errors: """
        error: others may read the signing key `FOLDER/assent.key` [key-exposed]
          hint: `chmod 600 FOLDER/assent.key`; if it was exposed, make a new workspace key

        """),
  ]
}
