/// What a run has measured: one JSON object in one line.
struct Report {
  private var values: [(name: String, value: Double)] = []

  subscript(name: String) -> Double {
    get { values.first { $0.name == name }?.value ?? .nan }
    set { values.append((name, newValue)) }
  }

  var isEmpty: Bool { values.isEmpty }

  var json: String {
    "{" + values.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
  }
}
