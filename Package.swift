// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "chatnet",
  targets: [
    .systemLibrary(name: "CLinux"),
    .target(name: "Wire", dependencies: ["CLinux"]),
    .testTarget(name: "WireTests", dependencies: ["Wire"]),
  ],
  swiftLanguageModes: [.v6]
)
