import Pages
import Testing

@Suite struct PageTests {
  @Test(arguments: [
    "<script>alert(1)</script>", "\" onload=\"x", "' onclick='x", "&lt;", "\u{202E}evil", "\u{1B}[31m", "</title>",
  ])
  func `Words never become markup`(_ words: String) {
    let page = queuePage(
      for: words,
      [
        QueueEntry(
          request: words, title: words, requester: words, cost: words, stage: words, due: words, isOverdue: true,
          reasons: [words])
      ])
    #expect(!page.contains("<script"))
    #expect(!page.contains("\" onload"))
    #expect(!page.contains("' onclick"))
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    #expect(!page.unicodeScalars.contains("\u{1B}"))
    #expect(page.split(separator: "</title>").count == 2)
  }

  @Test func `An empty queue says so`() {
    #expect(queuePage(for: "ann", []).contains("Nothing waits for ann."))
  }
}
