import CostEngine
import Diagnostics
import SpendModel
import Testing
import YAMLDocument

@testable import BundleLoading

@Suite struct PriceBookDecodingTests {
  @Test(
    arguments: [
      Row(
        "an unknown key", ("model: gpt-4o, meter: input", "modle: gpt-4o, meter: input"),
        #"""
        d.yaml:7:24: error: unknown key `modle` [unknown-key]
          7 |   - {provider: openai, modle: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
            |                        ^
          hint: did you mean `model`?
        """#),
      Row(
        "a missing price", (", price: 2.50 USD, from", "  , from"),
        #"""
        d.yaml:7:5: error: missing key `price` [missing-key]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens  , from: 2024-10-02}
            |     ^
          hint: a price needs it
        """#),
      Row(
        "a price without a currency", ("2.50 USD", "2.50"),
        #"""
        d.yaml:7:90: error: expected an amount and a currency, found `2.50` [money]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50, from: 2024-10-02}
            |                                                                                          ^
          hint: write it as `2.50 USD`
        """#),
      Row(
        "a price in words", ("2.50 USD", "cheap USD"),
        #"""
        d.yaml:7:90: error: expected an amount and a currency, found `cheap USD` [money]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: cheap USD, from: 2024-10-02}
            |                                                                                          ^
          hint: write it as `2.50 USD`
        """#),
      Row(
        "a currency in small letters", ("2.50 USD", "2.50 usd"),
        #"""
        d.yaml:7:90: error: expected an amount and a currency, found `2.50 usd` [money]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 usd, from: 2024-10-02}
            |                                                                                          ^
          hint: write it as `2.50 USD`
        """#),
      Row(
        "a negative price", ("2.50 USD", "-2.50 USD"),
        #"""
        d.yaml:7:90: error: a price is not negative, found `-2.50 USD` [negative-price]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: -2.50 USD, from: 2024-10-02}
            |                                                                                          ^
        """#),
      Row(
        "a price beyond the range", ("2.50 USD", "99999999 USD"),
        #"""
        d.yaml:7:90: error: a price of `99999999 USD` is too large [out-of-range]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 99999999 USD, from: 2024-10-02}
            |                                                                                          ^
          hint: price a smaller block
        """#),
      Row(
        "a price of more than 12 decimals", ("2.50 USD", "0.0000000000001 USD"),
        #"""
        d.yaml:7:90: warning: `0.0000000000001 USD` has more than 12 decimals and is rounded [rounded-price]
          7 | ...ovider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 0.0000000000001 USD, from: 2024-10-02}
            |                                                                                      ^
          hint: price a larger block to keep them
        """#),
      Row(
        "a price for another block", ("per: 1000000 Tokens, price: 2.50", "per: 1 Tokens, price: 0.135"),
        #"""
        d.yaml:7:84: warning: `0.135 USD` is more than 1000 for a million tokens [suspicious-price]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1 Tokens, price: 0.135 USD, from: 2024-10-02}
            |                                                                                    ^
          hint: is the price for another block than `per` says?
        """#),
      Row(
        "an unknown meter", ("meter: input.uncached", "meter: input.uncachd"),
        #"""
        d.yaml:7:46: error: unknown meter `input.uncachd` [unknown-meter]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncachd, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
            |                                              ^
          hint: did you mean `input.uncached`?
        """#),
      Row(
        "a block of another unit", ("per: 1000000 Tokens, price: 2.50", "per: 1000000 Requests, price: 2.50"),
        #"""
        d.yaml:7:67: error: meter `input.uncached` is counted in `Tokens`, found `Requests` [wrong-unit]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Requests, price: 2.50 USD, from: 2024-10-02}
            |                                                                   ^
          hint: write `1000000 Tokens`
        """#),
      Row(
        "a block without a count", ("per: 1000000 Tokens, price: 2.50", "per: Tokens, price: 2.50"),
        #"""
        d.yaml:7:67: error: expected a count and a unit, found `Tokens` [bad-block]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: Tokens, price: 2.50 USD, from: 2024-10-02}
            |                                                                   ^
          hint: write it as `1000000 Tokens`
        """#),
      Row(
        "a block of nothing", ("per: 1000000 Tokens, price: 2.50", "per: 0 Tokens, price: 2.50"),
        #"""
        d.yaml:7:67: error: expected a count and a unit, found `0 Tokens` [bad-block]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 0 Tokens, price: 2.50 USD, from: 2024-10-02}
            |                                                                   ^
          hint: write it as `1000000 Tokens`
        """#),
      Row(
        "a block with thousands' commas",
        (
          "per: 1000000 Tokens, price: 2.50",
          "per: \"1,000,000 Tokens\", price: 2.50"
        ),
        #"""
        d.yaml:7:67: error: expected a count and a unit, found `1,000,000 Tokens` [bad-block]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: "1,000,000 Tokens", price: 2.50 USD, from: 2024-10-02}
            |                                                                   ^
          hint: write it as `1000000 Tokens`
        """#),
      Row(
        "a block beyond the range", ("per: 1 GPU-Hours", "per: 99999999999 GPU-Hours"),
        #"""
        d.yaml:9:48: error: a block of `99999999999` is too large [bad-block]
          9 |   - {provider: aws, meter: gpu.allocated, per: 99999999999 GPU-Hours, price: 4.10 USD, from: 2026-01-01,
            |                                                ^
          hint: at most `1000000000 GPU-Hours`
        """#),
      Row(
        "an end before the start",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-10-02, until: 2024-10-02}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:125: error: the price ends at `2024-10-02`, and starts at `2024-10-02` [empty-validity]
          7 | ...openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, until: 2024-10-02}
            |                                                                                                                 ^
          hint: `until` is the first moment at which it no longer holds
        """#),
      Row(
        "a day that does not exist",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-02-30}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:106: error: expected a time or a date, found `2024-02-30` [timestamp]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-02-30}
            |                                                                                                          ^
          hint: write it as `2026-11-02T09:00:00Z` or `2026-11-02`
        """#),
      Row(
        "the same price twice",
        (
          "meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02",
          "meter: input.uncached, per: 1000000 Tokens, price: 3.00 USD, from: 2024-10-02"
        ),
        #"""
        d.yaml:8:5: error: a price of `input.uncached` for `gpt-4o` stands at line 7 too [overlapping-prices]
          8 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 3.00 USD, from: 2024-10-02}
            |     ^
          hint: keep one of the two, or give them different `hours`
        """#),
      Row(
        "an earlier price that does not end",
        (
          "meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02",
          "meter: input.uncached, per: 1000000 Tokens, price: 3.00 USD, from: 2026-01-01"
        ),
        #"""
        d.yaml:8:5: error: a price of `input.uncached` for `gpt-4o` stands at line 7 too [overlapping-prices]
          8 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 3.00 USD, from: 2026-01-01}
            |     ^
          hint: end the earlier one with `until: 2026-01-01`
        """#),
      Row(
        "hours that overlap over midnight",
        (
          "from: 2024-10-02}\n  - {provider: openai, model: gpt-4o, meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02}",
          "from: 2024-10-02, hours: \"22:00-06:00\"}\n  - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02, hours: \"05:00-07:00\"}"
        ),
        #"""
        d.yaml:8:5: error: a price of `input.uncached` for `gpt-4o` stands at line 7 too [overlapping-prices]
          8 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02, ho...
            |     ^
          hint: keep one of the two, or give them different `hours`
        """#),
      Row(
        "hours that are none",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-10-02, hours: \"9-17\"}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:125: error: expected hours of the day, found `9-17` [bad-hours]
          7 | ...er: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, hours: "9-17"}
            |                                                                                                                     ^
          hint: write them as `00:30-16:30`, in UTC
        """#),
      Row(
        "a condition on something else",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-10-02, match: {proccessing: batch}}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:126: error: unknown dimension `proccessing` [unknown-dimension]
          7 | ...del: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, match: {proccessing: batch}}
            |                                                                                                        ^
          hint: did you mean `processing`?
        """#),
      Row(
        "a condition that is a word",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-10-02, match: batch}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:125: error: expected what a record must have, which is a mapping, found `batch` [wrong-type]
          7 | ...der: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, match: batch}
            |                                                                                                                      ^
        """#),
      Row(
        "a mode without tiers",
        (
          "from: 2024-10-02}\n  - {provider: openai",
          "from: 2024-10-02, tierMode: graduated}\n  - {provider: openai"
        ),
        #"""
        d.yaml:7:118: error: key `tierMode` may not stand here [misplaced-key]
          7 | ...enai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, tierMode: graduated}
            |                                                                                                        ^
          hint: it belongs beside `tiers`
        """#),
      Row(
        "an unknown mode", ("tierMode: graduated", "tierMode: gradual"),
        #"""
        d.yaml:10:87: error: unknown value `gradual` [unknown-value]
          10 |      tiers: [{above: 100, price: 3.90 USD}, {above: 500, price: 3.50 USD}], tierMode: gradual}
             |                                                                                       ^
          hint: one of `wholeRequest`, `graduated`
        """#),
      Row(
        "tiers that fall", ("above: 500", "above: 100"),
        #"""
        d.yaml:10:53: error: `100` follows `100` [tiers-fall]
          10 |      tiers: [{above: 100, price: 3.90 USD}, {above: 100, price: 3.50 USD}], tierMode: graduated}
             |                                                     ^
          hint: tiers rise
        """#),
      Row(
        "a tier in another currency", ("price: 3.50 USD", "price: 3.50 EUR"),
        #"""
        d.yaml:10:65: error: a tier in `EUR` of a price in `USD` [currency-mismatch]
          10 |      tiers: [{above: 100, price: 3.90 USD}, {above: 500, price: 3.50 EUR}], tierMode: graduated}
             |                                                                 ^
          hint: write all amounts of a price in one currency
        """#),
      Row(
        "a tier beyond the range", ("above: 500", "above: 99999999999999"),
        #"""
        d.yaml:10:53: error: `99999999999999` is out of range [out-of-range]
          10 |      tiers: [{above: 100, price: 3.90 USD}, {above: 99999999999999, price: 3.50 USD}], tierMode: graduated}
             |                                                     ^
          hint: write 0 to 9223372036854
        """#),
      Row(
        "an empty provider", ("provider: aws", "provider: \"\""),
        #"""
        d.yaml:9:16: error: the text is empty [blank-text]
          9 |   - {provider: "", meter: gpu.allocated, per: 1 GPU-Hours, price: 4.10 USD, from: 2026-01-01,
            |                ^
          hint: say something, or leave the key out where it is optional
        """#),
      Row(
        "no source", ("source: {name: openai list prices, captured: 2026-10-01}\n", ""),
        #"""
        d.yaml:1:1: error: missing key `source` [missing-key]
          1 | apiVersion: assent/v1
            | ^
          hint: a price book needs it
        """#),
      Row(
        "a list that is none", ("prices:\n", "price:\n"),
        #"""
        d.yaml:6:1: error: unknown key `price` [unknown-key]
          6 | price:
            | ^
          hint: did you mean `prices`?
        """#),
    ] as [Row<(String, String), String>])
  func `A price book with one thing wrong says what and where`(_ row: Row<(String, String), String>) throws {
    #expect(try MoneyDocument.book.read(changed(MoneyTexts.book, row.given)) == row.expected)
  }
}
