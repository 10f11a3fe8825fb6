// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the project's build and check need nothing of it.
let package = Package(
  name: "benchmarks",
  products: [
    .executable(name: "load", targets: ["load"]),
    .executable(name: "floor", targets: ["floor"]),
    .library(name: "allocations", type: .dynamic, targets: ["allocations"]),
  ],
  targets: [
    .systemLibrary(name: "CLoad"),
    .executableTarget(name: "load", dependencies: ["CLoad"]),
    .target(name: "allocations"),
    .executableTarget(name: "floor", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
  ],
  swiftLanguageModes: [.v6]
)
