package import Governance
import Pages
import SpendModel

/// The page of what waits for a person, from the service's queue.
package func queueResponse(for person: String, items: [QueueItem]) -> String {
  queuePage(
    for: person,
    items.map { item in
      QueueEntry(
        request: item.request, title: item.title, requester: item.requester, cost: item.cost?.description ?? "unpriced",
        stage: item.stage, due: item.due?.description ?? "no date", isOverdue: item.isOverdue, reasons: item.reasons)
    })
}

/// The headers of every response that carries a page: nothing runs in it, nothing frames it, nothing guesses its type.
///
/// Source: OWASP ASVS 5.0, 3.4.
package let pageHeaders: [(name: String, value: String)] = [
  ("Content-Type", "text/html; charset=utf-8"),
  (
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
  ),
  ("X-Content-Type-Options", "nosniff"),
  ("Cross-Origin-Opener-Policy", "same-origin"),
  ("Referrer-Policy", "no-referrer"),
  ("Cache-Control", "no-store"),
]
