//! How the properties choose their cases.

use proptest::test_runner::{Config, RngSeed};

/// The seed of every property, so that a run fails because of a change and never by chance.
const SEED: u64 = 20_261_101;

/// A property of so many cases, the same ones on every run. `PROPTEST_RNG_SEED` in the environment chooses others.
pub fn properties(cases: u32) -> Config {
    let mut config = Config::with_cases(cases);
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(SEED);
    }
    config
}
