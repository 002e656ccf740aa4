//! Money: integer 分, never a float.

use serde::{Deserialize, Serialize};

/// An amount of money in 分 (1 元 = 100 分).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fen(pub i64);

impl Fen {
    /// The amount in 元 with two decimals, without sign or grouping: `1098.50`.
    pub fn yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl std::ops::Add for Fen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Fen {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Fen;

    #[test]
    fn yuan_always_shows_two_decimals() {
        for (fen, yuan) in [
            (0, "0.00"),
            (5, "0.05"),
            (9850, "98.50"),
            (100_000_000, "1000000.00"),
            (-5, "-0.05"),
        ] {
            assert_eq!(Fen(fen).yuan(), yuan);
        }
    }
}
