import BundleLoading
import CostEngine
import PolicyEngine
import SpendModel
import Storage
import WorkflowEngine

/// A bundle with all that the service acts by: rules, workflows, prices and budgets.
struct ActiveBundle: Sendable {
  let bundle: Bundle
  let workflows: CompiledWorkflows
  let costs: Costs

  /// - Returns: Nothing for a bundle of rules alone.
  init?(_ bundle: Bundle) {
    guard let workflows = bundle.workflows else { return nil }
    self.bundle = bundle
    self.workflows = workflows
    costs = Costs(bundle)
  }

  var digest: String { bundle.digest }
  var files: BundleFiles { bundle.files }
  var policy: CompiledPolicy { bundle.policy }

}

/// Prices, meters and budgets of a bundle.
struct Costs: Sendable {
  let meters: Meters
  let catalogue: PriceCatalogue
  let budgets: [Budget]
  /// What amounts are reported in where nothing else says a currency.
  let reportingCurrency = Currency.reporting

  init(_ bundle: Bundle) {
    self.init(meters: bundle.meters, books: bundle.priceBooks, budgets: bundle.budgets)
  }

  init(meters: Meters, books: [PriceBook], budgets: [Budget]) {
    self.meters = meters
    catalogue = PriceCatalogue(books)
    self.budgets = budgets
  }

  func budget(costCenter: String) -> Budget? {
    budgets.first { $0.costCenter?.utf8.elementsEqual(costCenter.utf8) ?? false }
  }

  /// Prices the lines of a request's estimate; a line's model and provider default to the request's.
  func price(_ request: SubmittedRequest, at time: Timestamp) throws(ArithmeticError) -> PricedEstimate {
    func text(_ path: [String]) -> String? {
      if case .string(let value)? = request.facts[path: ["request"] + path] { value } else { nil }
    }
    let lines = request.estimate.map { line in
      EstimatedLine(
        meter: line.meter, quantity: line.quantity,
        provider: line.provider ?? (line.model == nil ? text(["model", "provider"]) : nil),
        model: line.model ?? text(["model", "name"]), at: line.position)
    }
    return try catalogue.price(lines, meters: meters, at: time)
  }
}

extension GovernanceService {
  /// How a budget stands at a time: what of it is spent outside of reservations, reserved, left.
  func standing(of budget: Budget, at time: Timestamp, _ reading: Reading) throws -> BudgetStanding {
    let currency = budget.amount.currency
    let window = budget.period.window(of: time)
    let spent =
      try budget.costCenter.map { costCenter in
        try reading.spent(costCenter: costCenter, from: window.from, to: window.to, outsideGrantsOn: budget.id)
      } ?? []
    let reserved = try reading.reserved(onBudget: budget.id)
    return try BudgetStanding(
      amount: budget.amount, spent: spent.first { $0.currency == currency } ?? .zero(currency),
      reserved: reserved.first { $0.currency == currency } ?? .zero(currency))
  }
}

extension BudgetStanding {
  /// The standing as conditions read it.
  var facts: FactValue {
    .object(
      Facts([
        "amount": .money(amount), "spent": .money(spent), "reserved": .money(reserved), "remaining": .money(remaining),
      ]))
  }
}
