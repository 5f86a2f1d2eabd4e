//! Money: whole minor units of one currency, never a float. May use: std, rust_decimal, serde,
//! iso_currency.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU8, Ordering};

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::refusal::{Refusal, Rule, tagged};

/// The largest amount, in minor units, that a document or a balance may reach: 10^15.
pub const LIMIT: i64 = 1_000_000_000_000_000;

/// A currency of ISO 4217, by its three letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    scale: u8,
}

/// The decimals of each code already looked up: every row names its currency, and the list is long.
static SCALES: [AtomicU8; 26 * 26 * 26] = [const { AtomicU8::new(NOT_LOOKED_UP) }; 26 * 26 * 26];
const NOT_LOOKED_UP: u8 = u8::MAX;
const NO_CURRENCY: u8 = u8::MAX - 1;

fn listed_scale(code: &str) -> Option<u8> {
    let scale = iso_currency::Currency::from_code(code)?.exponent()?;
    u8::try_from(scale).ok().filter(|scale| *scale <= 4)
}

impl Currency {
    /// The currency with this code, if ISO 4217 lists it with minor units of 0 to 4 decimals.
    pub fn parse(code: &str) -> Option<Currency> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        let place = letters.iter().try_fold(0, |place, letter| {
            letter.is_ascii_uppercase().then(|| 26 * place + usize::from(letter - b'A'))
        })?;
        let known = SCALES.get(place)?;
        let scale = match known.load(Ordering::Relaxed) {
            NOT_LOOKED_UP => {
                let scale = listed_scale(code).unwrap_or(NO_CURRENCY);
                known.store(scale, Ordering::Relaxed);
                scale
            }
            scale => scale,
        };
        (scale != NO_CURRENCY).then_some(Currency { code: letters, scale })
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// The three letters, as stored in keys.
    pub fn bytes(&self) -> [u8; 3] {
        self.code
    }

    /// How many decimals an amount in this currency has (RWF 0, CAD 2).
    pub fn scale(&self) -> u8 {
        self.scale
    }

    /// The largest difference that counts as small: one major unit, or a hundred in a currency without
    /// minor units.
    pub fn small_difference(&self) -> Money {
        let minor = if self.scale() == 0 { 100 } else { 10_i64.pow(u32::from(self.scale())) };
        Money { minor, scale: self.scale() }
    }

    /// Zero, in this currency.
    pub fn zero(&self) -> Money {
        Money { minor: 0, scale: self.scale() }
    }

    /// The exact amount; refused if it has more decimals than the currency or is beyond [`LIMIT`].
    /// Fewer decimals are padded.
    pub fn exact(&self, value: Decimal, field: &str) -> Result<Money, Refusal> {
        let scale = self.scale();
        if value.normalize().scale() > u32::from(scale) {
            return Err(Refusal::new(Rule::AmountTooPrecise, field)
                .with("given", value)
                .with("currency", self.code())
                .with("decimals", scale));
        }
        self.rounded(value, field)
    }

    /// The amount rounded half away from zero to the currency's minor unit.
    pub fn rounded(&self, value: Decimal, field: &str) -> Result<Money, Refusal> {
        let scale = self.scale();
        Money::from_decimal(value, scale)
            .ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, field).with("given", value))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        deserializer.deserialize_str(Letters)
    }
}

/// Reads a currency from its letters without copying them, because so many rows have one.
struct Letters;

impl de::Visitor<'_> for Letters {
    type Value = Currency;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<Currency, E> {
        Currency::parse(code).ok_or_else(|| E::custom(tagged(Rule::CurrencyUnknown, code)))
    }
}

impl JsonSchema for Currency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[A-Z]{3}$",
            "description": "ISO 4217 code"})
    }
}

/// An amount of money: minor units and the number of decimals they stand for. Only amounts with the
/// same decimals can be added; the currency is that of the item or the account.
///
/// In JSON a plain decimal string with exactly the currency's decimals (`"318600"`, `"12.30"`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    scale: u8,
}

impl Money {
    /// `minor` units with `scale` decimals.
    pub fn from_minor(minor: i64, scale: u8) -> Money {
        Money { minor, scale }
    }

    /// `value` rounded half away from zero to `scale` decimals; `None` beyond [`LIMIT`].
    pub fn from_decimal(value: Decimal, scale: u8) -> Option<Money> {
        let places = u32::from(scale);
        let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let minor = rounded.checked_mul(Decimal::from(10_i64.pow(places)))?;
        let money = Money { minor: i64::try_from(minor).ok()?, scale };
        money.is_within_limit().then_some(money)
    }

    /// The minor units.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The number of decimals.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The amount as a decimal number, in major units.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.scale))
    }

    /// Zero, with the same decimals.
    pub fn zero(self) -> Money {
        Money { minor: 0, scale: self.scale }
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is greater than zero.
    pub fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Whether it is less than zero.
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum; `None` if the decimals differ or it doesn't fit into 64 bits.
    pub fn plus(self, other: Money) -> Option<Money> {
        let minor = self.minor.checked_add(other.minor)?;
        (self.scale == other.scale).then_some(Money { minor, scale: self.scale })
    }

    /// Whether it is within [`LIMIT`], so that a document or a balance may reach it.
    pub fn is_within_limit(self) -> bool {
        self.minor.unsigned_abs() <= LIMIT.unsigned_abs()
    }

    /// The difference; `None` as for [`Money::plus`].
    pub fn minus(self, other: Money) -> Option<Money> {
        self.plus(other.negated())
    }

    /// The same amount with the opposite sign.
    #[must_use]
    pub fn negated(self) -> Money {
        Money { minor: -self.minor, scale: self.scale }
    }

    /// The smaller of two amounts of the same currency.
    #[must_use]
    pub fn least(self, other: Money) -> Money {
        if other.minor < self.minor { other } else { self }
    }

    /// The larger of two amounts of one currency.
    #[must_use]
    pub fn most(self, other: Money) -> Money {
        if other.minor > self.minor { other } else { self }
    }

    /// The amount for reading, with commas between thousands: `1,318,600`, `-12.30`.
    pub fn grouped(self) -> String {
        grouped(&self.to_string())
    }
}

/// A number with at least `scale` decimals, as prices are shown: `42.50`, `0.125`.
pub fn padded(value: Decimal, scale: u8) -> String {
    let mut value = value.normalize();
    if value.scale() < u32::from(scale) {
        value.rescale(u32::from(scale));
    }
    value.to_string()
}

/// A plain number with commas between thousands.
pub fn grouped(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(u32::from(self.scale));
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        match self.scale {
            0 => write!(f, "{sign}{minor}"),
            places => {
                let places = usize::from(places);
                write!(f, "{sign}{}.{:0places$}", minor / unit, minor % unit)
            }
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Money {
    type Err = Rule;

    /// Reads the plain notation that [`fmt::Display`] writes, with the decimals as written.
    fn from_str(text: &str) -> Result<Money, Rule> {
        let value = super::plain::parse(text)?;
        let scale = u8::try_from(value.scale()).map_err(|_| Rule::AmountTooPrecise)?;
        if scale > 4 {
            return Err(Rule::AmountTooPrecise);
        }
        Money::from_decimal(value, scale).ok_or(Rule::AmountOutOfRange)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.minor, self.scale).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(|rule| de::Error::custom(tagged(rule, &text)))
        } else {
            let (minor, scale) = <(i64, u8)>::deserialize(deserializer)?;
            Ok(Money { minor, scale })
        }
    }
}

/// The sum of many amounts with `scale` decimals; `None` as for [`Money::plus`].
pub fn sum(amounts: impl IntoIterator<Item = Money>, scale: u8) -> Option<Money> {
    amounts.into_iter().try_fold(Money::from_minor(0, scale), Money::plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_follow_iso_4217() {
        let scales = ["RWF", "CAD", "USD", "EUR", "KWD"]
            .map(|code| Currency::parse(code).map(|currency| currency.scale()));
        assert_eq!(scales, [Some(0), Some(2), Some(2), Some(2), Some(3)]);
        assert_eq!(Currency::parse("rwf"), None);
        assert_eq!(Currency::parse("XXQ"), None);
    }

    #[test]
    fn text_and_back() {
        for text in ["0", "-1", "318600", "12.30", "-0.05", "1000000000000000"] {
            assert_eq!(text.parse::<Money>().map(|money| money.to_string()), Ok(text.to_string()));
        }
        for text in ["", "1e3", "+1", "1,000", " 1", "1.", ".5", "0x1", "1_000", "--1"] {
            assert_eq!(text.parse::<Money>(), Err(Rule::AmountMalformed), "{text}");
        }
        assert_eq!("1000000000000001".parse::<Money>(), Err(Rule::AmountOutOfRange));
    }

    #[test]
    fn thousands_are_grouped() {
        let shown = |text: &str| text.parse::<Money>().map(Money::grouped);
        assert_eq!(shown("1318600"), Ok("1,318,600".into()));
        assert_eq!(shown("-1234.50"), Ok("-1,234.50".into()));
        assert_eq!(shown("999"), Ok("999".into()));
    }
}
