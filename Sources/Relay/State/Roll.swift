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
  /// The number of the object in each place: counted in the order of addition, and never given again.
  private var serials: [UInt64] = []
  private var nextSerial: UInt64 = 0
  /// How many objects it holds.
  private(set) var count = 0

  private static var leastGaps: Int { 16 }

  /// Whether it holds none.
  var isEmpty: Bool { count == 0 }

  /// Adds an object behind all others.
  mutating func append(_ element: Element) {
    element.place = places.count
    places.append(element)
    serials.append(nextSerial)
    nextSerial += 1
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
    var keptSerials: [UInt64] = []
    kept.reserveCapacity(count)
    keptSerials.reserveCapacity(count)
    for (place, element) in places.enumerated() {
      guard let element else { continue }
      element.place = kept.count
      kept.append(element)
      keptSerials.append(serials[place])
    }
    places = kept
    serials = keptSerials
  }

  /// Calls `body` with the objects from a number on, in their order, until it answers false.
  ///
  /// - Returns: The number of the first object that it was not called with; nil where none is left. Objects that are
  ///   added and removed meanwhile do not change what it stands for.
  func forEach(from serial: UInt64, _ body: (Element) -> Bool) -> UInt64? {
    var place = self.place(of: serial)
    while place < places.count {
      if let element = places[place], !body(element) {
        return place + 1 < places.count ? serials[place] + 1 : nil
      }
      place += 1
    }
    return nil
  }

  /// How many objects have a smaller number: the number that stands for the same in a roll to which all objects are
  /// added anew.
  func rank(of serial: UInt64) -> UInt64 {
    var rank: UInt64 = 0
    for place in 0..<self.place(of: serial) where places[place] != nil { rank += 1 }
    return rank
  }

  /// The first place whose object has this number or a greater one.
  private func place(of serial: UInt64) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if serials[middle] < serial { low = middle + 1 } else { high = middle }
    }
    return low
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
