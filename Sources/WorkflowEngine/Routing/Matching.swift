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
    people = [String?](repeating: nil, count: seats.count)
    var seatOf: [String: Int] = [:]
    for seat in seats.indices {
      var cameFrom: [String: Int] = [:]
      var queue = [seat]
      var next = 0
      var free: String?
      search: while next < queue.count {
        let current = queue[next]
        next += 1
        for person in seats[current] where cameFrom[person] == nil {
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
        let before = people[target]
        people[target] = moved
        seatOf[moved] = target
        person = target == seat ? nil : before
      }
    }
  }

  /// The seats that stay empty.
  var unfilled: [Int] { people.indices.filter { people[$0] == nil } }
}
