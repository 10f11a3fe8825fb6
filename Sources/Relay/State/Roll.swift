/// What has a place in a roll, which the roll alone changes.
protocol Rolled: AnyObject {
  var place: Int { get set }
}

/// Objects in the order in which they were added, any of which can be removed at the cost of one: its place is left
/// empty, and empty places are closed up when there are as many as there are objects.
///
/// An object stands in one roll at a time, since it has one place.
struct Roll<Element: Rolled> {
  private var places: [Element?] = []
  /// How many objects it holds.
  private(set) var count = 0

  private static var leastGaps: Int { 16 }

  /// Whether it holds none.
  var isEmpty: Bool { count == 0 }

  /// Adds an object behind all others.
  mutating func append(_ element: Element) {
    element.place = places.count
    places.append(element)
    count += 1
  }

  /// Removes an object that it holds. Traps on one that it does not hold.
  mutating func remove(_ element: Element) {
    precondition(places[element.place] === element, "an object is removed from a roll that does not hold it")
    places[element.place] = nil
    count -= 1
    if places.count - count > max(count, Roll.leastGaps) { closeUp() }
  }

  private mutating func closeUp() {
    var kept: [Element?] = []
    kept.reserveCapacity(count)
    for case let element? in places {
      element.place = kept.count
      kept.append(element)
    }
    places = kept
  }

  /// Calls `body` with each object, in their order.
  func forEach(_ body: (Element) -> Void) {
    for case let element? in places { body(element) }
  }

  /// Whether that holds for all objects.
  func allSatisfy(_ condition: (Element) -> Bool) -> Bool {
    for case let element? in places where !condition(element) { return false }
    return true
  }

  /// Whether it holds the object.
  func contains(_ element: Element) -> Bool {
    element.place < places.count && places[element.place] === element
  }

  /// The objects in their order.
  var all: [Element] { places.compactMap { $0 } }

  /// The index of each object among ``all``, to be looked up by the object's place.
  var numbers: [Int] {
    var number = -1
    return places.map { element in
      if element != nil { number += 1 }
      return number
    }
  }
}
