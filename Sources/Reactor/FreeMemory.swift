/// Memory that the process has and does not use.
public enum FreeMemory {
  /// Gives it back to the system: after many have come at once, each of whom needed much for a moment. It takes some
  /// milliseconds where there is much of it.
  public static func giveBack() { System.giveBackMemory() }
}
