/// Seats that want distinct people: whether and how they can all be filled.
///
/// A maximum bipartite matching by augmenting paths (H. W. Kuhn's method, breadth first): with seats
/// {ann|bo, ann} and the people ann and bo, a greedy choice of ann for the first seat fails; the matching does not.
struct Matching {
  /// The seat's person, by the seat's place; nothing: it stays empty.
  private(set) var people: [String?]

  /// - Parameter seats: Who may sit on each seat. Seats that come first are filled first.
  /// - Complexity: O(seats · sum of their candidates).
  init(seats: [[String]]) {
    var names: [String] = []
    var numbers: [String: Int] = [:]
    let candidates = seats.map { seat in
      seat.map { name in
        if let known = numbers[name] { return known }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
      }
    }
    var personOf = [Int?](repeating: nil, count: seats.count)
    var seatOf = [Int?](repeating: nil, count: names.count)
    for seat in candidates.indices {
      var cameFrom = [Int?](repeating: nil, count: names.count)
      var queue = [seat]
      var next = 0
      var free: Int?
      search: while next < queue.count {
        let current = queue[next]
        next += 1
        for person in candidates[current] where cameFrom[person] == nil {
          cameFrom[person] = current
          guard let taken = seatOf[person] else {
            free = person
            break search
          }
          queue.append(taken)
        }
      }
      var person = free
      while let moved = person, let target = cameFrom[moved] {
        let before = personOf[target]
        personOf[target] = moved
        seatOf[moved] = target
        person = target == seat ? nil : before
      }
    }
    people = personOf.map { $0.map { names[$0] } }
  }

  /// The seats that stay empty.
  var unfilled: [Int] { people.indices.filter { people[$0] == nil } }
}
