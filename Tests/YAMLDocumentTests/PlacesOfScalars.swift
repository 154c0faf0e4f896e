@testable import YAMLDocument

extension Node {
  /// Whether decoding the scalar again, place by place, gives its text.
  var hasExactPlaces: Bool {
    guard let scalar else { return false }
    return ScalarMap(of: scalar, at: start, to: stop, in: source) != nil
  }
}
