/// What the queue's page shows of one item: words only, already worded for people.
package struct QueueEntry: Hashable, Sendable {
  package var request: String
  package var title: String
  package var requester: String
  package var cost: String
  package var stage: String
  package var due: String
  package var isOverdue: Bool
  package var reasons: [String]

  package init(
    request: String, title: String, requester: String, cost: String, stage: String, due: String, isOverdue: Bool,
    reasons: [String]
  ) {
    self.request = request
    self.title = title
    self.requester = requester
    self.cost = cost
    self.stage = stage
    self.due = due
    self.isOverdue = isOverdue
    self.reasons = reasons
  }
}

/// The queue as a whole page, without a script.
package func queuePage(for person: String, _ entries: [QueueEntry]) -> String {
  let rows = entries.map { entry in
    HTML.element(
      "tr", entry.isOverdue ? ["class": "overdue"] : [:],
      .element("td", [:], .element("a", ["href": "/requests/\(entry.request)"], .text(entry.request))),
      .element("td", [:], .text(entry.title)), .element("td", [:], .text(entry.requester)),
      .element("td", ["class": "amount"], .text(entry.cost)), .element("td", [:], .text(entry.stage)),
      .element("td", [:], .text(entry.isOverdue ? "\(entry.due) (overdue)" : entry.due)),
      .element("td", [:], entry.reasons.map { .element("p", [:], .text($0)) }))
  }
  let head = ["Request", "Title", "By", "Cost", "Stage", "Due", "Why"].map { HTML.element("th", [:], .text($0)) }
  let content: HTML =
    entries.isEmpty
    ? .element("p", [:], .text("Nothing waits for \(person)."))
    : .element("table", [:], .element("thead", [:], .element("tr", [:], head)), .element("tbody", [:], rows))
  return layout(title: "What waits for \(person)", content)
}

/// The frame of every page.
func layout(title: String, _ content: HTML) -> String {
  let page = HTML.element(
    "html", ["lang": "en"],
    .element(
      "head", [:], .element("title", [:], .text(title)),
      .element("link", ["rel": "stylesheet", "href": "/style.css"])),
    .element("body", [:], .element("h1", [:], .text(title)), content))
  return "<!doctype html>" + page.markup
}
